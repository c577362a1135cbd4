package io.scribestream.ingest;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of the API as it is started with nothing special, anew for each method. */
abstract class ApiTest {

    /** Where uploads go. */
    @TempDir
    Path folder;

    ApiUnderTest api;

    @BeforeEach
    void start() {
        api = new ApiUnderTest(folder);
    }

    @AfterEach
    void stop() {
        api.close();
    }
}
