package io.scribestream.runtime;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells our settings from others' variables, and others' variables from ours misspelt. */
final class SettingNames {

    private static final Map<String, Setting> KNOWN =
            Arrays.stream(Setting.values()).collect(Collectors.toMap(Setting::name, Function.identity()));

    /** Every variable that begins so is ours; KAFKA_ and WHISPER_ are other programs' prefixes too. */
    private static final String OURS = "SCRIBE_";

    /** Kubernetes adds these to every container for a service that is called scribe-something. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".*_SERVICE_(HOST|PORT)(_.*)?|.*_PORT(_\\d+_(TCP|UDP|SCTP)(_.*)?)?");

    /** So many letters wrong, missing or too many still look like the name meant. */
    private static final int NEAR = 2;

    /** The settings in a properties file; anything else in it is a mistake. */
    static Map<Setting, String> inFile(Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException("the properties file " + file + " cannot be read: " + e);
        }
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (String name : read.stringPropertyNames()) {
            Setting setting = KNOWN.get(name);
            if (setting == null) {
                throw unknown(name, file.toString());
            }
            put(values, setting, read.getProperty(name));
        }
        return values;
    }

    /** The settings among the variables of an environment. */
    static Map<Setting, String> inEnvironment(Map<String, String> variables) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        variables.forEach((name, value) -> {
            Setting setting = KNOWN.get(name);
            if (setting != null) {
                put(values, setting, value);
            } else if (isMisspelt(name, variables)) {
                throw unknown(name, "the environment");
            }
        });
        return values;
    }

    private static void put(Map<Setting, String> values, Setting setting, String value) {
        if (!value.isBlank()) {
            values.put(setting, value.strip());
        }
    }

    /** A near miss of a setting that is set as well is somebody else's variable. */
    private static boolean isMisspelt(String name, Map<String, String> variables) {
        if (name.startsWith(OURS)) {
            return !SERVICE_LINK.matcher(name).matches();
        }
        return nearest(name)
                .filter(meant -> !variables.containsKey(meant.name()))
                .isPresent();
    }

    private static ConfigException unknown(String name, String place) {
        String hint = nearest(name)
                .map(meant -> "did you mean " + meant + "?")
                .orElse("known are "
                        + String.join(", ", KNOWN.keySet().stream().sorted().toList()));
        return new ConfigException("unknown setting " + name + " in " + place + "; " + hint);
    }

    private static Optional<Setting> nearest(String name) {
        return KNOWN.values().stream()
                .filter(setting -> distance(name, setting.name()) <= NEAR)
                .min(Comparator.comparingInt((Setting setting) -> distance(name, setting.name()))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's distance, a swap of neighbours counted as one (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] costs = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    costs[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                costs[i][j] = Math.min(costs[i - 1][j - 1] + change, Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    costs[i][j] = Math.min(costs[i][j], costs[i - 2][j - 2] + 1);
                }
            }
        }
        return costs[a.length()][b.length()];
    }

    private SettingNames() {}
}
