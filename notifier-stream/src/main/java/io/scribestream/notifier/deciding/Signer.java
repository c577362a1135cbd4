package io.scribestream.notifier.deciding;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks as the Standard Webhooks specification says (symmetric, v1). Every client has a secret of its own, so that
 * none can sign for another; it is made from the server's and the client's name, and so is kept nowhere. While there are
 * several secrets of the server, every webhook has a signature of each: that is how one is exchanged for another.
 */
public final class Signer {

    /** Begins a secret, as the specification writes it. */
    public static final String PREFIX = "whsec_";

    private static final String HMAC = "HmacSHA256";
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    private final List<byte[]> secrets;

    private Signer(List<byte[]> secrets) {
        this.secrets = secrets;
    }

    /**
     * @param secrets the server's own, {@code whsec_} and 24 to 64 bytes in base64; the newest first
     * @throws IllegalArgumentException if one is no secret; what it says is not told again
     */
    public static Signer of(List<String> secrets) {
        List<byte[]> all = new ArrayList<>();
        for (String secret : secrets) {
            all.add(bytes(secret));
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("there has to be at least one");
        }
        return new Signer(List.copyOf(all));
    }

    /** A client's secrets, in the order of the server's: what it verifies with. */
    public List<String> secretsOf(String client) {
        return secrets.stream()
                .map(secret -> PREFIX + Base64.getEncoder().encodeToString(derived(secret, client)))
                .toList();
    }

    /**
     * The header {@code webhook-signature}.
     *
     * @param id the header {@code webhook-id}
     * @param timestamp the header {@code webhook-timestamp}: seconds since 1970
     */
    public String sign(String client, String id, long timestamp, String body) {
        byte[] signed = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
        return String.join(
                " ",
                secrets.stream()
                        .map(secret ->
                                "v1," + Base64.getEncoder().encodeToString(hmac(derived(secret, client), signed)))
                        .toList());
    }

    private static byte[] derived(byte[] secret, String client) {
        return hmac(secret, ("scribestream webhooks of " + client).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    private static byte[] bytes(String secret) {
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : "!");
            if (bytes.length >= LEAST_BYTES && bytes.length <= MOST_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw noSecret();
        }
        throw noSecret();
    }

    private static IllegalArgumentException noSecret() {
        return new IllegalArgumentException(
                "each is " + PREFIX + " and " + LEAST_BYTES + " to " + MOST_BYTES + " random bytes in base64");
    }
}
