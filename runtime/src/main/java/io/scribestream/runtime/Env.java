package io.scribestream.runtime;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of this process: the environment, above a properties file, above the defaults. A blank value is none.
 * Immutable. Every getter throws a {@link ConfigException} that names the setting, its value and what was expected.
 */
public final class Env {

    private static final String EXPECTED_URI = "an address such as http://127.0.0.1:8081";

    private final Map<Setting, String> values;

    private Env(Map<Setting, String> values) {
        this.values = values;
    }

    /** The settings of the process's own environment and of the file that {@code SCRIBE_CONFIG} names. */
    public static Env system() {
        return of(System.getenv());
    }

    /** As {@link #system()}, with the variables given. */
    public static Env of(Map<String, String> variables) {
        String file = variables.get(Setting.SCRIBE_CONFIG.name());
        return of(variables, file == null || file.isBlank() ? null : Path.of(file.strip()));
    }

    /**
     * @param variables may hold any others beside ours
     * @param file holds nothing but ours; null for none
     * @throws ConfigException if a name is misspelt or the file cannot be read
     */
    public static Env of(Map<String, String> variables, @Nullable Path file) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        if (file != null) {
            values.putAll(SettingNames.inFile(file));
        }
        values.putAll(SettingNames.inEnvironment(variables));
        return new Env(values);
    }

    /** These settings with another value for one: for what a command line says. */
    public Env with(Setting setting, String value) {
        Map<Setting, String> changed = new EnumMap<>(Setting.class);
        changed.putAll(values);
        changed.put(setting, value);
        return new Env(changed);
    }

    /** Whether somebody set it, so that it is no default. */
    public boolean isSet(Setting setting) {
        return values.containsKey(setting);
    }

    public Optional<String> optionalText(Setting setting) {
        return Optional.ofNullable(values.get(setting)).or(setting::defaultText);
    }

    public String text(Setting setting) {
        return optionalText(setting)
                .orElseThrow(() -> new ConfigException(setting + " is not set: " + setting.description()));
    }

    /** A whole number within bounds, both included. */
    public int integer(Setting setting, int min, int max) {
        String text = text(setting);
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(setting, text, "a whole number from " + min + " to " + max);
        }
        throw wrong(setting, text, "a whole number from " + min + " to " + max);
    }

    /** A size of at least one byte: {@code 4GB}, {@code 512 KB} or plain bytes; a KB is 1024 bytes. */
    public long bytes(Setting setting) {
        String text = text(setting);
        return Quantities.bytes(text)
                .filter(bytes -> bytes > 0)
                .orElseThrow(() -> wrong(setting, text, "a size such as 512MB or 4GB"));
    }

    /** A time longer than zero: {@code 50ms}, {@code 30s}, {@code 5m}, {@code 24h}, {@code 7d} or {@code PT1M30S}. */
    public Duration duration(Setting setting) {
        String text = text(setting);
        return Quantities.duration(text)
                .filter(time -> time.compareTo(Duration.ZERO) > 0)
                .orElseThrow(() -> wrong(setting, text, "a time such as 50ms, 30s, 5m or PT1M30S"));
    }

    /** As {@link #duration(Setting)}, within bounds, both included. */
    public Duration duration(Setting setting, Duration min, Duration max) {
        Duration time = duration(setting);
        if (time.compareTo(min) < 0 || time.compareTo(max) > 0) {
            throw wrong(setting, text(setting), "a time from " + Quantities.text(min) + " to " + Quantities.text(max));
        }
        return time;
    }

    public Path path(Setting setting) {
        return asPath(setting, text(setting));
    }

    public Optional<Path> optionalPath(Setting setting) {
        return optionalText(setting).map(text -> asPath(setting, text));
    }

    public boolean bool(Setting setting) {
        String text = text(setting);
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(setting, text, "true or false");
        };
    }

    /** One of an enum's constants, written as it calls itself in any case, or by its name with '-' or '_'. */
    public <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
        String text = text(setting);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.toString().equalsIgnoreCase(text)
                        || constant.name().equalsIgnoreCase(text.replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> wrong(
                        setting,
                        text,
                        "one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(type.getEnumConstants())
                                                .map(constant ->
                                                        constant.toString().toLowerCase(Locale.ROOT))
                                                .toList())));
    }

    /** What stands between commas, without blanks around it; empty where the setting is not set. */
    public List<String> list(Setting setting) {
        return optionalText(setting).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    public List<Path> paths(Setting setting) {
        return list(setting).stream().map(item -> asPath(setting, item)).toList();
    }

    /** An http or https address with a host. */
    public URI uri(Setting setting) {
        return asUri(setting, text(setting));
    }

    /** One or more addresses with commas between them. */
    public List<URI> uris(Setting setting) {
        List<URI> uris =
                list(setting).stream().map(item -> asUri(setting, item)).toList();
        if (uris.isEmpty()) {
            throw wrong(setting, text(setting), EXPECTED_URI);
        }
        return uris;
    }

    private static URI asUri(Setting setting, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw wrong(setting, text, EXPECTED_URI);
        }
        throw wrong(setting, text, EXPECTED_URI);
    }

    private static Path asPath(Setting setting, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw wrong(setting, text, "a path");
        }
    }

    private static ConfigException wrong(Setting setting, String text, String expected) {
        return new ConfigException(setting + " is '" + text + "', but has to be " + expected);
    }
}
