package io.scribestream.testkit.chaos;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text that the test engine hears: the name of the job, a fingerprint of the samples, and words that only those samples
 * have. So a text tells whose it is, a chunk is found again by it, and two chunks never sound alike.
 */
public final class Invented {

    /** As fast as people speak; see the transcriber's checks of quality. */
    private static final double WORDS_PER_SECOND = 2;

    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES = 3;
    private static final int FINGERPRINT_BYTES = 6;
    private static final Pattern FINGERPRINT = Pattern.compile("\\bx[0-9a-f]{" + 2 * FINGERPRINT_BYTES + "}\\b");
    private static final Pattern NAME = Pattern.compile("\\b(?:job|ctl)[0-9]{5}\\b");

    /** A job's name, of the same length for all. */
    public static String jobName(int number) {
        return String.format("job%05d", number);
    }

    /** The name of an undisturbed job, to compare others with. */
    public static String controlName(int number) {
        return String.format("ctl%05d", number);
    }

    /** @param samples mono 16 kHz, -1 to 1 */
    public static String fingerprint(float[] samples) {
        return "x" + HexFormat.of().formatHex(digest(samples), 0, FINGERPRINT_BYTES);
    }

    /**
     * The words of a chunk.
     *
     * @param name of its job
     */
    public static List<String> words(String name, float[] samples) {
        byte[] seed = digest(samples);
        List<String> words = new ArrayList<>(List.of(name, fingerprint(samples)));
        int count = (int) (WORDS_PER_SECOND * samples.length / 16_000);
        for (int i = words.size(); i < count; i++) {
            words.add(word(seed, i));
        }
        return words;
    }

    /** A number from 0 to 1 that belongs to the samples. */
    public static double share(float[] samples) {
        return (digest(samples)[FINGERPRINT_BYTES] & 0xff) / 255.0;
    }

    /** The fingerprint of the chunk that a text was heard in; empty where it has none. */
    public static Optional<String> fingerprintIn(String text) {
        return FINGERPRINT.matcher(text).results().map(MatchResult::group).findFirst();
    }

    /** All names of jobs in a text. */
    public static Set<String> namesIn(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String word(byte[] seed, int number) {
        byte[] bytes = sha256(ByteBuffer.allocate(seed.length + Integer.BYTES)
                .put(seed)
                .putInt(number)
                .array());
        StringBuilder word = new StringBuilder();
        for (int syllable = 0; syllable < SYLLABLES; syllable++) {
            word.append(CONSONANTS.charAt((bytes[2 * syllable] & 0xff) % CONSONANTS.length()));
            word.append(VOWELS.charAt((bytes[2 * syllable + 1] & 0xff) % VOWELS.length()));
        }
        return word.toString();
    }

    private static byte[] digest(float[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * Short.BYTES);
        for (float sample : samples) {
            bytes.putShort((short) Math.round(sample * Short.MAX_VALUE));
        }
        return sha256(bytes.array());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Invented() {}
}
