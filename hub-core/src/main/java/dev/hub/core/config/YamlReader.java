package dev.hub.core.config;

import dev.hub.core.config.Raw.Fields;
import dev.hub.core.config.Raw.Items;
import dev.hub.core.config.Raw.Nothing;
import dev.hub.core.config.Raw.Source;
import dev.hub.core.config.Raw.Text;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document without giving meaning to it. Works on the parser's events, so that nothing is built that
 * the text does not spell out: aliases, and nesting beyond {@value #MAX_DEPTH}, are refused.
 */
final class YamlReader {
    private static final int MAX_DEPTH = 16;
    private static final Set<String> NULLS = Set.of("", "~", "null");

    private final Source source;
    private final boolean hasLines;
    private final List<Problem> problems;
    private final Iterator<Event> events;

    private YamlReader(String text, Source source, boolean hasLines, List<Problem> problems) {
        this.source = source;
        this.hasLines = hasLines;
        this.problems = problems;
        this.events =
                new Parse(LoadSettings.builder().build()).parseString(text).iterator();
    }

    /** Reads the file {@code text}; what is wrong with it goes to {@code problems}. */
    static Raw file(String text, Source source, List<Problem> problems) {
        return new YamlReader(text, source, true, problems).document();
    }

    /** Reads a list or section that stands in one variable or flag. */
    static Raw inline(String text, Source source, List<Problem> problems) {
        return new YamlReader(text, source, false, problems).document();
    }

    /** Ends the reading; nothing after it can be understood. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable() {
            super(null, null, false, false);
        }
    }

    private Raw document() {
        try {
            events.next(); // the stream starts
            if (events.next().getEventId() == Event.ID.StreamEnd) {
                return new Nothing(source);
            }
            Raw content = value(events.next(), 0);
            events.next(); // the document ends
            Event last = events.next();
            if (last.getEventId() != Event.ID.StreamEnd) {
                problems.add(new Problem("a second YAML document begins; there must be only one", at(last)));
            }
            return content;
        } catch (MarkedYamlEngineException broken) {
            int line = broken.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            problems.add(new Problem("is no valid YAML: " + broken.getProblem(), atLine(line)));
        } catch (YamlEngineException broken) {
            problems.add(new Problem("is no valid YAML", source.where()));
        } catch (Unreadable told) {
            // The problem is noted already.
        }
        return new Nothing(source);
    }

    private Raw value(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw unreadable(event, "is nested more than " + MAX_DEPTH + " deep");
        }
        Source here = new Source(at(event), source.base());
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar, here);
            case SequenceStartEvent start -> items(here, depth);
            case MappingStartEvent start -> fields(here, depth);
            case AliasEvent alias -> throw unreadable(event, "YAML aliases (*name) are not supported");
            default -> throw unreadable(event, "is no valid YAML");
        };
    }

    private static Raw scalar(ScalarEvent scalar, Source here) {
        boolean isNull = scalar.isPlain() && NULLS.contains(scalar.getValue());
        return isNull ? new Nothing(here) : new Text(scalar.getValue(), here);
    }

    private Items items(Source here, int depth) {
        List<Raw> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(value(event, depth + 1));
        }
        return new Items(items, here);
    }

    private Fields fields(Source here, int depth) {
        Map<String, Raw> fields = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw unreadable(event, "a key must be a plain word");
            }
            Raw value = value(events.next(), depth + 1);
            if (fields.put(key.getValue(), value) != null) {
                problems.add(new Problem("the key \"" + key.getValue() + "\" is given twice", at(event)));
            }
        }
        return new Fields(fields, here);
    }

    private Unreadable unreadable(Event event, String fault) {
        problems.add(new Problem(fault, at(event)));
        return new Unreadable();
    }

    private String at(Event event) {
        return atLine(event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
    }

    private String atLine(int line) {
        return hasLines && line > 0 ? source.where() + ":" + line : source.where();
    }
}
