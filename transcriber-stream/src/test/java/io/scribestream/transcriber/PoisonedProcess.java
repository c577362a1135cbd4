package io.scribestream.transcriber;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.GuardConfig;
import io.scribestream.runtime.Guards;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Span;
import io.scribestream.transcriber.deadline.CallWatch;
import io.scribestream.transcriber.deadline.ChunkDeadline;
import io.scribestream.transcriber.ended.EndedJobs;
import io.scribestream.transcriber.engine.AbortedException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.journal.HearingJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A process of its own that hears chunks on some lanes, one of them poison to it. What is done stands in a file, as
 * offsets do in Kafka, and is left out by the next process.
 */
final class PoisonedProcess {

    /** What the poison does. */
    enum Poison {
        NONE,
        /** A native crash that Java reports. */
        SEGV,
        /** A native end that Java never hears of. */
        ABORT,
        /** The same, but only in an attempt at better words. */
        SEGV_AGAIN,
        /** A call that does not come back. */
        HANG,
        /** The same, but only in an attempt at better words. */
        HANG_AGAIN,
        /** Every call waits, so that the process can be killed while its lanes are busy. */
        ALL_WAIT;

        boolean isOfAnotherAttempt() {
            return this == SEGV_AGAIN || this == HANG_AGAIN;
        }
    }

    static final int CHUNKS = 8;
    static final int LANES = 4;
    static final int POISONOUS = 2;
    static final String DONE = "done";
    static final String CALLS = "calls";

    private PoisonedProcess() {}

    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        Poison poison = Poison.valueOf(args[1]);
        Duration deadline =
                poison == Poison.HANG || poison == Poison.HANG_AGAIN ? Duration.ofSeconds(1) : Duration.ofHours(1);
        HearingJournal journal = HearingJournal.open(folder.resolve("journal"), InstantSource.system());
        EngineRoom room = new EngineRoom(
                new PoisonedEngine(folder, poison),
                new Guards(GuardConfig.from(Env.of(Map.of()))),
                new ChunkDeadline(deadline, deadline),
                new CallWatch(Transcriber.lastResort(journal)).start(),
                journal,
                new EndedJobs(Duration.ofDays(1)));
        ChunkHearing hearing = new ChunkHearing(room);
        Set<Integer> done = lines(folder.resolve(DONE)).stream()
                .map(line -> Integer.valueOf(line.split(" ")[0]))
                .collect(Collectors.toSet());
        ConcurrentLinkedQueue<Integer> left = IntStream.range(0, CHUNKS)
                .boxed()
                .filter(index -> !done.contains(index))
                .collect(Collectors.toCollection(ConcurrentLinkedQueue::new));
        List<Thread> lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> new Thread(() -> hearAll(left, hearing, folder)))
                .toList();
        lanes.forEach(Thread::start);
        for (Thread lane : lanes) {
            lane.join();
        }
        journal.close();
    }

    static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hearAll(ConcurrentLinkedQueue<Integer> left, ChunkHearing hearing, Path folder) {
        for (Integer index = left.poll(); index != null; index = left.poll()) {
            ChunkTranscript result = hearing.hear(chunk(index), "0:" + index).transcript();
            Failure failure = result.getFailure();
            String text = result.getSegments().stream().map(Segment::getText).collect(Collectors.joining(" "));
            append(
                    folder.resolve(DONE),
                    Stream.of(
                                    index.toString(),
                                    failure == null ? "heard" : failure.getReason(),
                                    text,
                                    result.getGivenUp())
                            .filter(part -> !part.isEmpty())
                            .collect(Collectors.joining(" ")));
        }
    }

    private static synchronized void append(Path file, String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its first sample is its index. */
    private static AudioChunk chunk(int index) {
        ByteBuffer pcm = ByteBuffer.allocate(32_000).order(ByteOrder.LITTLE_ENDIAN);
        pcm.putShort(0, (short) index);
        return AudioChunk.newBuilder()
                .setJobId("job-1")
                .setIndex(index)
                .setPcm(pcm)
                .setSpans(List.of(new Span(0L, 0, 16_000)))
                .build();
    }

    private static final class PoisonedEngine implements Engine {

        private final Path folder;
        private final Poison poison;
        private final boolean first;
        private final AtomicInteger inside = new AtomicInteger();

        PoisonedEngine(Path folder, Poison poison) {
            this.folder = folder;
            this.poison = poison;
            this.first = lines(folder.resolve(CALLS)).isEmpty();
        }

        @Override
        public Heard hear(Speech speech, Effort effort, BooleanSupplier abort) {
            int index = Math.round(speech.samples()[0] * 32_768f);
            int now = inside.incrementAndGet();
            append(folder.resolve(CALLS), index + " " + now);
            try {
                if (poison == Poison.ALL_WAIT) {
                    waitUntil(() -> false);
                } else if (index == POISONOUS && poison.isOfAnotherAttempt() && effort == Effort.GREEDY) {
                    return new Heard("en", 1, List.of(new HeardSegment(0, 0.5, "unsure", List.of(), 0.3f, 0)));
                } else if (index == POISONOUS && poison != Poison.NONE) {
                    // The first time among others, so that nobody can know whose doing it was.
                    waitUntil(() -> !first || inside.get() == LANES);
                    act();
                } else if (first && poison != Poison.NONE && poison != Poison.HANG_AGAIN) {
                    waitUntil(abort);
                    throw new AbortedException();
                }
                return new Heard("en", 1, List.of());
            } finally {
                inside.decrementAndGet();
            }
        }

        private void act() {
            switch (poison) {
                case SEGV, SEGV_AGAIN -> new Pointer(0).setInt(0, 1);
                case ABORT ->
                    NativeLibrary.getInstance("c").getFunction("abort").invokeVoid(new Object[0]);
                case HANG, HANG_AGAIN -> waitUntil(() -> false);
                case NONE, ALL_WAIT -> throw new IllegalStateException("no poison");
            }
        }

        private static void waitUntil(BooleanSupplier holds) {
            while (!holds.getAsBoolean()) {
                try {
                    Thread.sleep(5);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        @Override
        public int lanes() {
            return LANES;
        }

        @Override
        public String name() {
            return "poisoned 1";
        }

        @Override
        public String model() {
            return "none 000000000000";
        }

        @Override
        public void close() {}
    }
}
