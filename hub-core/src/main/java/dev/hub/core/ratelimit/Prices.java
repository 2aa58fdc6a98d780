package dev.hub.core.ratelimit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What language models cost. Immutable, safe from any thread. */
public final class Prices {
    /** Most prices that can be set. */
    public static final int MAX = 1000;

    /** No price is known. */
    public static final Prices NONE = new Prices(List.of());

    private final Map<String, ModelPrice> byModel = new TreeMap<>();
    private final List<ModelPrice> prefixes = new ArrayList<>();

    private Prices(Collection<ModelPrice> prices) {
        prices.forEach(price -> byModel.put(price.model(), price));
        byModel.values().stream()
                .filter(ModelPrice::isPrefix)
                .sorted(Comparator.comparingInt(
                                (ModelPrice price) -> price.stem().length())
                        .reversed())
                .forEach(prefixes::add);
    }

    /** Those. */
    public static Prices of(Collection<ModelPrice> prices) {
        return prices.isEmpty() ? NONE : new Prices(prices);
    }

    /** The price for exactly that name, else the one with the longest fitting beginning. */
    public Optional<ModelPrice> of(String model) {
        ModelPrice exact = byModel.get(model);
        if (exact != null && !exact.isPrefix()) {
            return Optional.of(exact);
        }
        for (ModelPrice each : prefixes) {
            if (model.startsWith(each.stem())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** All, in the order of their names. */
    public Collection<ModelPrice> all() {
        return Collections.unmodifiableCollection(byModel.values());
    }
}
