package io.scribestream.chunker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a job asks for, as a number: who, which source, which options. When it was sent, how it is labelled and how much
 * it weighs do not count. A source whose sum is known is told by that, wherever it lies.
 */
final class Fingerprint {

    static String of(TranscriptionJob job) {
        Source source = job.getSource();
        JobOptions options = job.getOptions();
        String what = source.getSha256().isEmpty()
                ? source.getKind() + ":" + source.getLocation() + ":" + source.getBytes()
                : "sha256:" + source.getSha256();
        List<String> parts = List.of(
                job.getClient(),
                what,
                options.getLanguage(),
                options.getPrompt(),
                Boolean.toString(options.getTranslate()));
        MessageDigest sha256 = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(UTF_8);
            // The length in front keeps "ab","c" and "a","bc" apart.
            sha256.update((bytes.length + ":").getBytes(UTF_8));
            sha256.update(bytes);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Of a record that says nothing of what it asks for. */
    static String of(byte[] unreadable) {
        return HexFormat.of().formatHex(sha256().digest(unreadable));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Fingerprint() {}
}
