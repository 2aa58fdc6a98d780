package dev.hub.verticles.launch;

import dev.hub.core.option.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes durations as the configuration does. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException broken) {
            throw new TypeConversionException(broken.getMessage() + ", got \"" + text + "\"");
        }
    }
}
