package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;

/** The start of tests of the chunker's flow; in the end no source may be open. */
abstract class ChunkerFlowCase {

    ChunkerUnderTest chunker = ChunkerUnderTest.withWindow(100);

    @AfterEach
    void closesAllSources() {
        chunker.close();
        chunker.pool.drain();
        assertThat(chunker.sources.open).as("sources left open").isZero();
    }

    final void use(ChunkerUnderTest other) {
        chunker.close();
        chunker = other;
    }
}
