package io.scribestream.ingest.access;

import io.scribestream.ingest.limits.EndpointClass;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.runtime.ClientWeight;
import io.scribestream.schemas.avro.KeyScope;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A key that somebody wants.
 *
 * @param client of letters, digits and {@code . _ @ -}, at most 100
 * @param name what it is for; at most 200 characters
 * @param limits by class and window, of waiting jobs and of minutes of audio, where they differ from the settings
 * @param weight the client's share of the work against the others'; 0 for nothing said
 */
public record KeyRequest(String client, String name, Set<KeyScope> scopes, Map<String, Integer> limits, double weight) {

    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._@-]{1,100}");
    private static final int LONGEST_NAME = 200;
    private static final int MOST = 1_000_000;
    private static final List<String> WINDOWS = List.of("hour", "day");

    /** @throws IllegalArgumentException saying what is wrong */
    public KeyRequest {
        if (!isClient(client)) {
            throw wrong(
                    "a client is named with letters, digits, '.', '_', '@' and '-', at most 100, not '" + client + "'");
        }
        if (name.codePointCount(0, name.length()) > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw wrong("the name of a key has at most " + LONGEST_NAME + " characters, all of them printable");
        }
        if (scopes.isEmpty() || scopes.contains(KeyScope.UNKNOWN)) {
            throw wrong("a key needs a scope: " + scopeNames());
        }
        limits.forEach((named, limit) -> {
            if (!limitNames().contains(named)) {
                throw wrong("there is no limit '" + named + "'; there are " + String.join(", ", limitNames()));
            }
            if (limit < 1 || limit > MOST) {
                throw wrong("the limit " + named + " has to be a whole number from 1 to " + MOST + ", not " + limit);
            }
        });
        if (weight != 0 && !ClientWeight.isOne(weight)) {
            throw wrong("the weight has to be a number " + ClientWeight.RANGE + ", not " + weight);
        }
        scopes = EnumSet.copyOf(scopes);
        limits = Map.copyOf(limits);
    }

    /** One that says nothing about its client's weight. */
    public KeyRequest(String client, String name, Set<KeyScope> scopes, Map<String, Integer> limits) {
        this(client, name, scopes, limits, 0);
    }

    /** Whether a client may be called so. */
    static boolean isClient(String name) {
        return CLIENT.matcher(name).matches();
    }

    /** @throws IllegalArgumentException naming those that there are */
    public static KeyScope scope(String text) {
        return Arrays.stream(KeyScope.values())
                .filter(scope -> scope != KeyScope.UNKNOWN && scope.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> wrong("there is no scope '" + text + "'; there are " + scopeNames()));
    }

    private static String scopeNames() {
        return Arrays.stream(KeyScope.values())
                .filter(scope -> scope != KeyScope.UNKNOWN)
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static Set<String> limitNames() {
        Set<String> names = new TreeSet<>();
        for (EndpointClass endpoints : EndpointClass.values()) {
            WINDOWS.forEach(window -> names.add(endpoints.code() + "-" + window));
        }
        names.add(LimitConfig.WAITING_JOBS);
        names.add(LimitConfig.AUDIO_MINUTES_DAY);
        return names;
    }

    private static IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException(message);
    }
}
