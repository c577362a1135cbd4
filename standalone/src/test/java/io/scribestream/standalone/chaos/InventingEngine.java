package io.scribestream.standalone.chaos;

import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import io.scribestream.testkit.chaos.EngineJournal;
import io.scribestream.testkit.chaos.Invented;
import io.scribestream.transcriber.engine.AbortedException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.Heard.HeardWord;
import io.scribestream.transcriber.engine.Speech;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * An engine that costs nothing and always hears the same: it invents its text from the samples. It takes the job's name
 * from the prompt, writes every call down before it begins, and is as slow as it is told to be.
 */
final class InventingEngine implements Engine {

    private static final long LOOK_MILLIS = 5;
    private static final float SURE = 0.95f;

    private final String name;
    private final int lanes;
    private final Manner manner;
    private final EngineJournal journal;
    private final Semaphore free;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * How it is to behave.
     *
     * @param slowest for one chunk; each takes its own share of that, always the same
     * @param hold a file: while it is there, no call comes back but those that are aborted
     * @param deafAfter calls after which every further one fails; those are not written down
     */
    record Manner(Duration slowest, Path hold, int deafAfter) {}

    /** @param name of the process */
    InventingEngine(String name, int lanes, Manner manner, EngineJournal journal) {
        this.name = name;
        this.lanes = lanes;
        this.manner = manner;
        this.journal = journal;
        this.free = new Semaphore(lanes, true);
    }

    @Override
    public Heard hear(Speech speech, Effort effort, BooleanSupplier abort) {
        free.acquireUninterruptibly();
        try {
            if (calls.incrementAndGet() > manner.deafAfter()) {
                throw new RejectedException(Reason.ENGINE_FAILED, "the engine is deaf by now");
            }
            journal.called(speech.prompt(), Invented.fingerprint(speech.samples()));
            HaltPoint.reach("in engine");
            take(Math.round(manner.slowest().toMillis() * Invented.share(speech.samples())), abort);
            return heard(speech);
        } finally {
            free.release();
        }
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public String name() {
        return "inventing " + name;
    }

    @Override
    public String model() {
        return "none";
    }

    @Override
    public void close() {
        try {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(long millis, BooleanSupplier abort) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end || Files.exists(manner.hold())) {
            if (abort.getAsBoolean()) {
                throw new AbortedException();
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AbortedException();
            }
        }
    }

    private static Heard heard(Speech speech) {
        List<String> words = Invented.words(speech.prompt(), speech.samples());
        double each = speech.seconds() / words.size();
        List<HeardWord> heard = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            heard.add(new HeardWord(words.get(i), i * each, (i + 1) * each, SURE));
        }
        HeardSegment segment =
                new HeardSegment(0, speech.seconds(), String.join(" ", words), heard, SURE, /* no speech */ 0);
        String language = speech.language().equals(Speech.AUTO) ? "en" : speech.language();
        return new Heard(language, 1, List.of(segment));
    }
}
