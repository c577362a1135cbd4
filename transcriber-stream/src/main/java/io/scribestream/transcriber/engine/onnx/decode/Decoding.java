package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.onnx.model.Encoded;
import io.scribestream.transcriber.engine.onnx.model.LanguageModel;
import io.scribestream.transcriber.engine.onnx.model.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One chunk on its way from sound to text. First its language, where nobody gave it, and whether anybody speaks: both
 * are what the model would say right after the token that starts a transcript. Then its text, once or several times.
 *
 * <p>After each step of the batch {@link #look} reads the rows' logits; {@link #act} changes rows, and comes after every
 * chunk has looked: logits are gone once any row is changed.
 */
final class Decoding {

    private final Lexicon lexicon;
    private final Opening opening;
    private final Task task;
    private final Encoded audio;
    private final Scores scores;
    private final Ladder ladder;
    private final Choosing choosing;
    private final int longest;
    private final List<Ladder.Attempt> attempts = new ArrayList<>();

    private int language;
    private float[] languages = {};
    private float noSpeech;
    private @Nullable Search search;
    private @Nullable Decoded result;

    /**
     * @param model whose rows it will take: half the context of each is for the text, as in the reference
     * @param scores scratch memory of the thread that decodes
     */
    Decoding(Lexicon lexicon, Task task, Encoded audio, LanguageModel model, Scores scores) {
        this.lexicon = lexicon;
        this.opening = new Opening(lexicon.ids(), model.context() - model.context() / 2);
        this.longest = model.context() / 2;
        this.task = task;
        this.audio = audio;
        this.scores = scores;
        this.language = lexicon.ids().languages() == 0 ? 0 : task.language();
        this.ladder = new Ladder(task, model.capacity());
        this.choosing = new Choosing(
                Rules.of(lexicon.ids(), lexicon.suppressed(), lexicon.blank(), task.seconds()),
                new EarlyEnd(task.seconds(), task.quiet(), lexicon.ids()),
                scores,
                audio.frames());
    }

    /** Joins the batch. */
    void begin(LanguageModel model) {
        if (language == Task.ANY && task.prompt().length > 0) {
            Row row =
                    model.join(audio, opening.prompt(new int[0])); // a prompt would be heard as a hint to its language
            try {
                detect(row);
            } finally {
                model.leave(row);
            }
        }
        attempt(model);
    }

    private void attempt(LanguageModel model) {
        int[] prompt = opening.prompt(task.prompt());
        Row row = model.join(audio, prompt);
        search = new Search(ladder.strategy(attempts.size(), choosing), lexicon.ids(), longest, row);
        noSpeech = opening.noSpeech(scores.read(row.logits()));
        if (language == Task.ANY) {
            detect(row);
        }
        search.give(opening.given(language, task.translate()));
        if (lexicon.ids().languages() == 0) { // nothing to be given: the text begins at once
            look();
            act(model);
        }
    }

    private void detect(Row row) {
        languages = opening.languages(scores.read(row.logits()));
        language = Opening.likeliest(languages);
    }

    /** Adds its rows, and the token each is to be given. */
    void addTo(Step step) {
        if (search != null) {
            search.addTo(step);
        }
    }

    /** Chooses what comes next, from the rows' logits. */
    void look() {
        if (search != null) {
            search.look();
        }
    }

    /** Lets rows go and takes others, as was chosen. */
    void act(LanguageModel model) {
        if (search == null) {
            return;
        }
        search.act(model);
        if (search.hasEnded()) {
            Said said = search.best();
            search = null;
            conclude(said, model);
        }
    }

    private void conclude(Said said, LanguageModel model) {
        Ladder.Attempt attempt = Ladder.Attempt.of(said, lexicon.spelling().apply(said.text()), noSpeech);
        attempts.add(attempt);
        if (ladder.isGood(attempt) || attempts.size() == ladder.rungs()) {
            Said best = ladder.isGood(attempt) ? said : ladder.best(attempts).said();
            result = new Decoded(
                    language,
                    languages,
                    noSpeech,
                    best.meanLogProbability(),
                    Stretches.of(best, lexicon.ids(), task.seconds()));
        } else {
            attempt(model);
        }
    }

    /** The text; empty as long as there is more to do. */
    Optional<Decoded> result() {
        return Optional.ofNullable(result);
    }

    /** Leaves the batch, whatever state it is in. */
    void end(LanguageModel model) {
        if (search != null) {
            search.release(model);
        }
        audio.close();
    }
}
