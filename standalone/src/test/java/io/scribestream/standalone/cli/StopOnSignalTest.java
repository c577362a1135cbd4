package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;

class StopOnSignalTest {

    @Test
    void tellsOfASignalOnceAndGivesItsCode() throws Exception {
        List<String> told = new ArrayList<>();
        CountDownLatch first = new CountDownLatch(1);
        try (StopOnSignal stop = StopOnSignal.install()) {
            stop.tell(() -> {
                told.add("before");
                first.countDown();
            });
            assertThat(stop.exitCode(1)).isEqualTo(1);

            Signal.raise(new Signal("TERM"));
            stop.await(Duration.ofMinutes(1));
            first.await();
            stop.tell(() -> told.add("after"));

            assertThat(stop.requested()).isTrue();
            assertThat(stop.exitCode(1)).isEqualTo(128 + 15);
        }
        assertThat(told).containsExactly("before", "after");
    }
}
