package io.scribestream.ingest.limits;

import io.scribestream.ingest.limits.LocalWindows.Carried;
import io.scribestream.ingest.limits.LocalWindows.Log;
import io.scribestream.runtime.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * The windows of all instances together, in Redis: a set for each log, one script for each question, Redis' own clock.
 * Every call ends within twice the patience. Thread-safe.
 */
final class RedisWindows implements AutoCloseable {

    private static final String PREFIX = "scribe:limits:";
    private static final int CARRIED_AT_ONCE = 500;

    /** More requests at once wait for one another; a call takes a fraction of a millisecond. */
    private static final int CONNECTIONS = 16;

    /**
     * What a beat showed.
     *
     * @param known whether Redis knew of this instance before
     * @param now microseconds of Redis' clock
     * @param beats the last beat of every instance, on that clock
     */
    record Beat(boolean known, long now, Map<String, Long> beats) {}

    private record Script(String text, String sha) {}

    private final RedisClient redis;
    private final Script take = script("take");
    private final Script carry = script("carry");
    private final Script beat = script("beat");

    /** @param patience for a connection, an answer, or a connection that is in use */
    RedisWindows(URI uri, Duration patience) {
        int millis = (int) patience.toMillis();
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(patience);
        pool.setJmxEnabled(false);
        this.redis = RedisClient.builder()
                .fromURI(uri)
                .clientConfig(config(uri, millis))
                .poolConfig(pool)
                .build();
    }

    private static DefaultJedisClientConfig config(URI uri, int millis) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .database(JedisURIHelper.getDBIndex(uri))
                .clientName("scribestream")
                .ssl(JedisURIHelper.isRedisSSLScheme(uri));
        String password = JedisURIHelper.getPassword(uri);
        if (password != null) {
            config.user(JedisURIHelper.getUser(uri)).password(password);
        }
        return config.build();
    }

    /** @throws UnavailableException if Redis does not answer */
    void ping() {
        try {
            redis.ping();
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    /**
     * @param id empty to look only
     * @throws UnavailableException if Redis does not answer as it should
     */
    Verdict take(Log log, String id, List<Window> windows) {
        List<String> arguments = new ArrayList<>();
        arguments.add(id);
        for (Window window : windows) {
            arguments.add(Long.toString(window.micros()));
            arguments.add(Integer.toString(window.limit()));
        }
        List<?> answer = (List<?>) run(take, key(log), arguments);
        List<Usage> usages = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            int used = (int) number(answer, 1 + 2 * i);
            long reset = number(answer, 2 + 2 * i);
            usages.add(new Usage(windows.get(i), used, Duration.ofNanos(1000 * reset)));
        }
        return new Verdict(number(answer, 0) == 1, usages);
    }

    /** Adds requests that are missing; those that are there stay as they are. */
    void carry(Log log, List<Carried> requests, Duration kept) {
        for (int from = 0; from < requests.size(); from += CARRIED_AT_ONCE) {
            List<String> arguments = new ArrayList<>();
            arguments.add(Long.toString(kept.toNanos() / 1000));
            for (Carried request : requests.subList(from, Math.min(requests.size(), from + CARRIED_AT_ONCE))) {
                arguments.add(request.id());
                arguments.add(Long.toString(request.ago().toNanos() / 1000));
            }
            run(carry, key(log), arguments);
        }
    }

    /** Takes out a request of which it is not known whether Redis counted it. */
    void remove(Log log, String id) {
        try {
            redis.zrem(key(log), id);
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    Beat beat(String instance, Duration lasting) {
        List<?> answer =
                (List<?>) run(beat, PREFIX + "instances", List.of(instance, Long.toString(lasting.toNanos() / 1000)));
        Map<String, Long> beats = new LinkedHashMap<>();
        for (int i = 2; i < answer.size(); i += 2) {
            beats.put((String) answer.get(i), number(answer, i + 1));
        }
        return new Beat(number(answer, 0) == 1, number(answer, 1), beats);
    }

    /** So that the others do not leave this instance its share. */
    void leave(String instance) {
        try {
            redis.zrem(PREFIX + "instances", instance);
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void close() {
        redis.close();
    }

    private Object run(Script script, String key, List<String> arguments) {
        try {
            try {
                return redis.evalsha(script.sha(), List.of(key), arguments);
            } catch (JedisNoScriptException e) {
                return redis.eval(script.text(), List.of(key), arguments);
            }
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    private static UnavailableException unavailable(JedisException e) {
        return new UnavailableException("Redis does not answer: " + e.getMessage(), e);
    }

    /** The braces keep all keys of a client on one node of a cluster. */
    private static String key(Log log) {
        return PREFIX + "{" + log.client() + "}:" + log.endpoints().code();
    }

    private static long number(List<?> answer, int index) {
        return (Long) answer.get(index);
    }

    private static Script script(String name) {
        String file = name + ".lua";
        try (InputStream in = RedisWindows.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            byte[] bytes = in.readAllBytes();
            // How Redis names a script; no secret depends on it.
            String sha =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
            return new Script(new String(bytes, StandardCharsets.UTF_8), sha);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
