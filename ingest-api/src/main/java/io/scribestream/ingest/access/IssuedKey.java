package io.scribestream.ingest.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as its owner gets it, once: {@code scribe_<id>_<secret>}. The secret is 256 random bits, so nobody finds one that
 * has a given hash by trying, however fast the hash is; a slow hash is for passwords, which people choose. It would only
 * make every request slow.
 */
public final class IssuedKey {

    private static final Pattern FORM = Pattern.compile("scribe_([a-z2-7]{12})_[A-Za-z0-9_-]{43}");
    private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ID_LENGTH = 12;
    private static final int SECRET_BYTES = 32;

    private final String id;
    private final String text;

    private IssuedKey(String id, String text) {
        this.id = id;
        this.text = text;
    }

    static IssuedKey issue(SecureRandom random) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
        }
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new IssuedKey(
                id.toString(),
                "scribe_" + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** No secret: what the key is called in lists and log lines. */
    public String id() {
        return id;
    }

    /** The key itself; it cannot be had again. */
    public String text() {
        return text;
    }

    String hash() {
        return HexFormat.of().formatHex(sha256(text));
    }

    /** So that no log line and no message has the secret in it by mistake. */
    @Override
    public String toString() {
        return "key " + id;
    }

    /** The id in what somebody presents as a key; empty where it cannot be one. */
    static Optional<String> idIn(String presented) {
        Matcher form = FORM.matcher(presented);
        return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
    }

    /** Takes the same time however much of it is right. */
    static boolean matches(String presented, String hash) {
        byte[] expected;
        try {
            expected = HexFormat.of().parseHex(hash);
        } catch (IllegalArgumentException e) {
            return false; // Whatever wrote that record, nobody has its key.
        }
        return MessageDigest.isEqual(sha256(presented), expected);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
