package dev.hub.core.config;

import dev.hub.core.auth.Secret;
import dev.hub.core.config.Member.Shape;
import dev.hub.core.config.Member.Shape.Many;
import dev.hub.core.config.Member.Shape.Section;
import dev.hub.core.config.Member.Shape.Single;
import dev.hub.core.config.Member.Shape.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which keys there are, told by the records. */
final class Schema {
    /** All of it. */
    static final Section ROOT = new Section(HubConfig.class, Set.of());

    /** What is put behind the key of a secret to name a file that holds it. */
    static final String FILE = "-file";

    private static final Pattern INDEX = Pattern.compile("(\\d{1,4})(?:_(.+))?");

    private Schema() {}

    /** {@code shape} is a secret, which may be given as a file as well. */
    static boolean isSecret(Shape shape) {
        return shape instanceof Single single && single.type() == Secret.class;
    }

    /** Every key in full, such as {@code server.port} or {@code channels.namespaces[].name}. */
    static List<String> keys() {
        List<String> keys = new ArrayList<>();
        visit("", ROOT, (key, member) -> keys.add(key));
        return keys;
    }

    /** Shows every member that holds a value, or a list of values, with its key in full. */
    static void visit(String prefix, Section section, BiConsumer<String, Member> visitor) {
        for (Member member : section.members()) {
            String key = prefix + member.key();
            switch (member.shape()) {
                case Single single -> visitor.accept(key, member);
                case Whole whole -> visitor.accept(key, member);
                case Section inner -> visit(key + ".", inner, visitor);
                case Many many -> {
                    if (many.element() instanceof Section element) {
                        visit(key + "[].", element, visitor);
                    } else {
                        visitor.accept(key, member);
                    }
                }
            }
        }
    }

    /** Shows the key of every value, or list of them, that is another in {@code b} than in {@code a}. */
    static void compare(HubConfig a, HubConfig b, Consumer<String> visitor) {
        compare("", ROOT, a, b, visitor);
    }

    private static void compare(String prefix, Section section, Record a, Record b, Consumer<String> visitor) {
        for (Member member : section.members()) {
            Object left = member.valueIn(a);
            Object right = member.valueIn(b);
            if (member.shape() instanceof Section inner && left instanceof Record from && right instanceof Record to) {
                compare(prefix + member.key() + ".", inner, from, to, visitor);
            } else if (!Objects.equals(left, right)) {
                visitor.accept(prefix + member.key());
            }
        }
    }

    /** What stands at {@code path}; empty when there is no such key. */
    static Optional<Shape> at(List<String> path) {
        Shape shape = ROOT;
        for (String key : path) {
            Optional<Shape> next = switch (shape) {
                case Single single -> Optional.empty();
                case Whole whole -> Optional.empty();
                case Many many -> key.matches("\\d+") ? Optional.of(many.element()) : Optional.empty();
                case Section section -> inside(section, key);
            };
            if (next.isEmpty()) {
                return next;
            }
            shape = next.get();
        }
        return Optional.of(shape);
    }

    private static Optional<Shape> inside(Section section, String key) {
        return section.members().stream()
                .filter(each -> each.key().equals(key) || (isSecret(each.shape()) && key.equals(each.key() + FILE)))
                .map(Member::shape)
                .findFirst();
    }

    /** The path that an environment variable stands for, its leading {@code HUB_} taken off; empty when for none. */
    static Optional<List<String>> pathOf(String variable) {
        return pathIn(ROOT, variable).map(Stream::toList);
    }

    private static Optional<Stream<String>> pathIn(Shape shape, String name) {
        return switch (shape) {
            case Single single -> Optional.empty();
            case Whole whole -> Optional.empty();
            case Many many -> element(many, name);
            case Section section ->
                section.members().stream()
                        .flatMap(each -> pathFrom(each, name).stream())
                        .findFirst();
        };
    }

    private static Optional<Stream<String>> pathFrom(Member member, String name) {
        String own = variable(member.key());
        if (name.equals(own)) {
            return Optional.of(Stream.of(member.key()));
        }
        if (isSecret(member.shape()) && name.equals(own + variable(FILE))) {
            return Optional.of(Stream.of(member.key() + FILE));
        }
        return name.startsWith(own + "_")
                ? pathIn(member.shape(), name.substring(own.length() + 1))
                        .map(rest -> Stream.concat(Stream.of(member.key()), rest))
                : Optional.empty();
    }

    private static Optional<Stream<String>> element(Many many, String name) {
        Matcher matcher = INDEX.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String index = matcher.group(1);
        String rest = matcher.group(2);
        return rest == null
                ? Optional.of(Stream.of(index))
                : pathIn(many.element(), rest).map(tail -> Stream.concat(Stream.of(index), tail));
    }

    /** {@code key} as a part of the name of an environment variable. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[-.]", "_");
    }
}
