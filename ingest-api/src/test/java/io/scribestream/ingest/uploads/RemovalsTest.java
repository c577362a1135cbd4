package io.scribestream.ingest.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RemovalsTest {

    private static final Duration SOON = Duration.ofNanos(1);

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Test
    void triesAgainWhatTheStoreDoesNotLetGo() throws InterruptedException {
        CountDownLatch third = new CountDownLatch(3);
        try (Removals removals = new Removals(
                name -> {
                    asked.add(name);
                    third.countDown();
                    if (third.getCount() > 0) {
                        throw new UnavailableException("away");
                    }
                },
                SOON)) {
            removals.add("1234");

            assertThat(third.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(asked).containsExactly("1234", "1234", "1234");
    }

    @Test
    void givesUpInTheEndAndGoesOnWithOthers() throws InterruptedException {
        CountDownLatch others = new CountDownLatch(1);
        CountDownLatch last = new CountDownLatch(14);
        try (Removals removals = new Removals(
                name -> {
                    asked.add(name);
                    if (name.equals("stays")) {
                        last.countDown();
                        throw new UnavailableException("away");
                    } else if (name.equals("mistake")) {
                        throw new IllegalStateException("a mistake");
                    }
                    others.countDown();
                },
                SOON)) {
            removals.add("stays");
            removals.add("mistake");
            removals.add("goes");

            assertThat(others.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(asked).filteredOn("stays"::equals).hasSize(14);
        assertThat(asked).filteredOn("mistake"::equals).hasSize(1);
    }

    @Test
    void endsAtOnceWhereTheStoreIsAway() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        long began;
        try (Removals removals = new Removals(
                name -> {
                    asked.add(name);
                    first.countDown();
                    throw new UnavailableException("away");
                },
                Duration.ofMinutes(1))) {
            removals.add("1234");
            assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
            began = System.nanoTime();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(asked).hasSize(1);
    }

    @Test
    void removesBeforeItEndsWhatItWasTold() {
        try (Removals removals = new Removals(asked::add, SOON)) {
            for (int i = 0; i < 100; i++) {
                removals.add("upload-" + i);
            }
        }
        assertThat(asked).hasSize(100);
    }
}
