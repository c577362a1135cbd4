package io.scribestream.transcriber.engine.ggml;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.transcriber.engine.files.AtomicFile;
import io.scribestream.transcriber.engine.files.FileStamp;
import io.scribestream.transcriber.engine.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SHA-256 of a model, remembered as long as its path, size and time of change stay what they are. Making it costs
 * some tenths of a second for 82 MB.
 */
public final class ModelSum {

    private static final Logger LOG = LoggerFactory.getLogger(ModelSum.class);
    private static final int DIGITS = 12;

    private ModelSum() {}

    /** Its first 12 digits. */
    public static String of(Path model, Path cacheDir) {
        try {
            String stamp = FileStamp.of(model);
            Path remembered = cacheDir.resolve("sums").resolve(FileStamp.nameFor(stamp));
            if (Files.isRegularFile(remembered)) {
                String sum = Files.readString(remembered, StandardCharsets.UTF_8);
                if (sum.matches("[0-9a-f]{" + DIGITS + "}")) {
                    return sum;
                }
            }
            String sum = compute(model);
            remember(remembered, sum);
            return sum;
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID, "the sum of the model " + model + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Without a cache the sum is right all the same, only slower the next time. */
    private static void remember(Path file, String sum) {
        try {
            AtomicFile.write(file, sum);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("reason", e.toString()).log("the sum of a model could not be remembered");
        }
    }

    private static String compute(Path model) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(model)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return Sha256.hex(digest).substring(0, DIGITS);
    }
}
