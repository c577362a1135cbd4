package io.scribestream.transcriber.engine.whispercpp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadsTest {

    @Test
    void lendsTheShareOfIdleLanes() {
        Threads threads = new Threads(1, true);

        assertThat(threads.forOne(1, 4)).isEqualTo(4);
        assertThat(threads.forOne(2, 4)).isEqualTo(2);
        assertThat(threads.forOne(3, 4)).isEqualTo(1);
        assertThat(threads.forOne(4, 4)).isEqualTo(1);
        assertThat(new Threads(3, true).forOne(1, 2)).isEqualTo(6);
    }

    @Test
    void lendsNothingWhereWaitingThreadsSpin() {
        assertThat(new Threads(2, false).forOne(1, 4)).isEqualTo(2);
    }
}
