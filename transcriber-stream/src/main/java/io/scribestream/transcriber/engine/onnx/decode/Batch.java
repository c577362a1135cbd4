package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.transcriber.engine.onnx.model.AcousticModel;
import io.scribestream.transcriber.engine.onnx.model.Encoded;
import io.scribestream.transcriber.engine.onnx.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All chunks that are being heard, and those that wait for it. Each {@link #turn} either encodes one that waits or takes
 * texts one token further: all, or those of short chunks. A chunk leaves when its text has ended, and the next takes its
 * place. What fails or is aborted ends alone. For one thread.
 */
final class Batch {

    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final AcousticModel acoustic;
    private final LanguageModel language;
    private final Lexicon lexicon;
    private final int lanes;
    private final Turns turns = new Turns();
    private final Scores scores = new Scores();
    private final Waiting waiting = new Waiting();
    private final List<Live> live = new ArrayList<>();

    /**
     * A job that is being decoded.
     *
     * @param rows the most it takes
     */
    private record Live(Job job, Decoding decoding, int rows) {}

    /** @param lanes the most chunks that are decoded at once */
    Batch(AcousticModel acoustic, LanguageModel language, Lexicon lexicon, int lanes) {
        this.acoustic = acoustic;
        this.language = language;
        this.lexicon = lexicon;
        this.lanes = lanes;
    }

    void add(Job job) {
        waiting.add(job);
    }

    /** Nothing to do. */
    boolean isIdle() {
        return waiting.isEmpty() && live.isEmpty();
    }

    /** Does a piece of work: an encode or a step. */
    void turn() {
        waiting.removeIf(job -> !succeeds(job, job::check));
        forEach(live, one -> one.job().check());
        List<Live> shortOnes = live.stream()
                .filter(one -> one.job().task().isShort() && one.rows() == 1)
                .toList();
        Optional<Job> next = waiting.next()
                .filter(job -> hasRoom(job) && turns.encodes(job.task().isShort(), shortOnes.size(), live.size()));
        if (next.isPresent()) {
            waiting.take(next.get());
            succeeds(next.get(), () -> begin(next.get()));
            turns.encoded(next.get().task().isShort());
        } else if (turns.hurries(shortOnes.size(), live.size())) {
            forEach(shortOnes, this::stepAlone);
            forEach(alive(shortOnes), one -> one.decoding().act(language));
            turns.hurried();
        } else if (!live.isEmpty()) {
            step();
            turns.stepped();
        }
        leave();
    }

    private List<Live> alive(List<Live> ones) {
        return ones.stream().filter(live::contains).toList();
    }

    private boolean hasRoom(Job job) {
        int taken = live.stream().mapToInt(Live::rows).sum();
        return live.size() < lanes && taken + rows(job) <= language.capacity();
    }

    private int rows(Job job) {
        return Ladder.width(job.task(), language.capacity());
    }

    private void begin(Job job) {
        Encoded audio = acoustic.encode(job.task().mel(), job.task().frames());
        Decoding decoding = new Decoding(lexicon, job.task(), audio, language, scores);
        live.add(new Live(job, decoding, rows(job)));
        forEach(List.of(live.get(live.size() - 1)), one -> one.decoding().begin(language));
    }

    private void step() {
        Step step = new Step();
        live.forEach(one -> one.decoding().addTo(step));
        Consumer<Live> look = one -> one.decoding().look();
        try {
            step.run(language);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.atWarn().addKeyValue("reason", e.toString()).log("a step failed; each chunk in it is stepped alone");
            look = this::stepAlone;
        }
        forEach(live, look);
        forEach(live, one -> one.decoding().act(language));
    }

    /** So that only the one ends for which a step fails. It looks at once: what is said holds until a row changes. */
    private void stepAlone(Live one) {
        Step step = new Step();
        one.decoding().addTo(step);
        step.runAlone(language);
        one.decoding().look();
    }

    /** Those whose text has ended. */
    private void leave() {
        for (Live one : List.copyOf(live)) {
            one.decoding().result().ifPresent(result -> {
                retire(one);
                one.job().complete(result);
            });
        }
    }

    /** Those that fail leave once all have had their turn: a row that leaves takes the logits of all with it. */
    private void forEach(List<Live> jobs, Consumer<Live> work) {
        List<Live> failed = new ArrayList<>();
        for (Live one : jobs) {
            if (!succeeds(one.job(), () -> work.accept(one))) {
                failed.add(one);
            }
        }
        failed.forEach(this::retire);
    }

    private void retire(Live one) {
        live.remove(one);
        one.decoding().end(language);
    }

    /** Whether the work was done; if not, its failure is the job's answer. */
    private static boolean succeeds(Job job, Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            job.fail(e);
        } catch (OutOfMemoryError e) {
            job.fail(new UnavailableException("out of memory while a chunk was heard", e));
        }
        return false;
    }

    private void end(List<Live> jobs, RuntimeException why) {
        forEach(jobs, one -> {
            throw why;
        });
    }

    /** Ends all jobs, those that wait too. */
    void endAll(RuntimeException why) {
        end(live, why);
        waiting.endAll(job -> job.fail(why));
    }
}
