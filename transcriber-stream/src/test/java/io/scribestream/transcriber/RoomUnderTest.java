package io.scribestream.transcriber;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.transcriber.deadline.CallWatch;
import io.scribestream.transcriber.deadline.ChunkDeadline;
import io.scribestream.transcriber.ended.EndedJobs;
import io.scribestream.transcriber.journal.HearingJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** An engine room whose time passes only while somebody waits; every chunk has a minute. */
final class RoomUnderTest implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    final FakeEngine engine = new FakeEngine();
    final AtomicLong nanos = new AtomicLong();
    final List<Duration> pauses = new ArrayList<>();
    final List<String> stuck = new ArrayList<>();
    final EndedJobs ended = new EndedJobs(Duration.ofDays(1));
    final CallWatch watch = new CallWatch((chunk, ran) -> stuck.add(chunk));
    final Guards guards;
    final EngineRoom room;
    private final Path folder;
    private final HearingJournal journal;

    /** @param folder of the journal; removed at the end where it is a temporary one */
    RoomUnderTest(Path folder) {
        this.folder = folder;
        this.journal = HearingJournal.open(folder, InstantSource.system());
        this.guards = new Guards(GuardConfig.from(Env.of(Map.of())), clock(), this::pause);
        this.room = new EngineRoom(
                engine, guards, new ChunkDeadline(DEADLINE, DEADLINE), watch, journal, ended, nanos::get, this::pause);
    }

    /** Lets a second pass for what is in the engine. */
    void second() {
        nanos.addAndGet(1_000_000_000);
        watch.tick(Duration.ofSeconds(1));
    }

    void jobEnds(String jobId) {
        ended.add(jobId, Instant.EPOCH);
    }

    List<String> inFlight() {
        try (var entries = Files.list(folder.resolve("in-flight"))) {
            List<String> chunks = new ArrayList<>();
            for (Path entry : entries.toList()) {
                chunks.add(Files.readString(entry));
            }
            return chunks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pause(Duration time) {
        pauses.add(time);
        nanos.addAndGet(time.toNanos());
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.EPOCH.plusNanos(nanos.get());
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
    }

    @Override
    public void close() {
        journal.close();
    }
}
