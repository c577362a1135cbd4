package io.scribestream.transcriber.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.transcriber.deadline.CallWatch.Run;
import io.scribestream.transcriber.deadline.CallWatch.Watched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallWatchTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> ended = new ArrayList<>();
    private final CallWatch watch = new CallWatch((chunk, ran) -> ended.add(chunk + " " + ran.toSeconds()));

    @Test
    void tellsACallToEndAfterItsDeadlineAndEndsTheProcessAfterAsMuchAgain() {
        Watched chunk = watch.watch("job/1", Duration.ofSeconds(30));
        try (Run run = chunk.run()) {
            tick(30);
            assertThat(chunk.isOver()).isFalse();
            tick(1);
            assertThat(chunk.isOver()).isTrue();
            tick(29);
            assertThat(ended).isEmpty();
            tick(1);
            assertThat(ended).containsExactly("job/1 61");
        }
    }

    @Test
    void countsTheTimeOfCallsOnly() {
        Watched chunk = watch.watch("job/1", Duration.ofSeconds(30));
        try (Run first = chunk.run()) {
            tick(20);
        }
        tick(1000);
        assertThat(chunk.isOver()).isFalse();
        try (Run second = chunk.run()) {
            tick(11);
        }
        assertThat(chunk.isOver()).as("all calls of a chunk together").isTrue();
        tick(1000);
        assertThat(ended).isEmpty();
    }

    @Test
    void countsNoTimeInWhichTheProcessStoodStill() {
        Watched chunk = watch.watch("job/1", Duration.ofSeconds(30));
        try (Run run = chunk.run()) {
            watch.tick(Duration.ofHours(5));
            assertThat(chunk.isOver()).isFalse();
        }
    }

    @Test
    void waitsNoLongerThanFiveMinutesForACallThatWasToldToEnd() {
        assertThat(CallWatch.longest(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(65));
    }

    @Test
    void letsTimePassByItself() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (CallWatch running = new CallWatch((chunk, ran) -> end.countDown()).start();
                Run run = running.watch("job/1", Duration.ofMillis(10)).run()) {
            assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void tick(int seconds) {
        for (int i = 0; i < seconds; i++) {
            watch.tick(SECOND);
        }
    }
}
