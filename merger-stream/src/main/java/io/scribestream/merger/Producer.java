package io.scribestream.merger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Who writes transcripts: this program and its version, as the build wrote it down. */
final class Producer {

    /** {@code scribestream 1.2.3}. */
    static final String NAME = "scribestream " + version();

    private static String version() {
        try (InputStream file = Producer.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(file, "version.properties is not in the build"));
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Producer() {}
}
