package io.scribestream.ingest;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The start of tests of uploads over tus. */
abstract class TusTest {

    @TempDir
    Path folder;

    TusServer server;

    @BeforeEach
    void start() {
        server = new TusServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }
}
