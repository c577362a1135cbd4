package io.scribestream.transcriber.engine.onnx.decode;

import static io.scribestream.transcriber.engine.onnx.decode.Vocabulary.END;
import static io.scribestream.transcriber.engine.onnx.decode.Vocabulary.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.onnx.decode.Decoded.Stretch;
import io.scribestream.transcriber.engine.onnx.decode.ScriptedModel.Script;
import io.scribestream.transcriber.engine.words.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyEndTest {

    /** Says something, then wants to end after these tokens again and again; whatever else comes, it says 9. */
    private static Script endsAfter(int... tokens) {
        return (given, scores) -> {
            int said = given.size() - 3;
            scores[9] = 20;
            if (said >= 0) {
                scores[said < tokens.length ? tokens[said] : END] = 50;
            }
        };
    }

    @Test
    void goesOnAfterAPairWhereThereIsSpeechLeft() {
        Decoded decoded = decode(10, endsAfter(time(0), 5, time(4), time(4)));

        assertThat(Tasks.text(decoded)).isEqualTo("5 9");
        assertThat(decoded.stretches()).extracting(Stretch::start).containsExactly(0.0, 4.0);
        assertThat(decoded.stretches()).extracting(Stretch::end).containsExactly(4.0, 10.0);
    }

    @Test
    void goesOnAfterASingleTimeToo() {
        Script script = (given, scores) -> {
            int said = given.size() - 3;
            int[] tokens = {time(0), 5, time(4)};
            scores[9] = 20;
            scores[time(4.5)] = 19;
            if (said >= 0) {
                scores[said < tokens.length ? tokens[said] : END] = 50;
            }
        };

        Decoded decoded = decode(10, script);

        assertThat(Tasks.text(decoded)).isEqualTo("5 9");
        assertThat(decoded.stretches()).extracting(Stretch::start).containsExactly(0.0, 4.5);
    }

    @Test
    void endsWhereABreathIsLeft() {
        assertThat(Tasks.text(decode(4.9, endsAfter(time(0), 5, time(4), time(4)))))
                .isEqualTo("5");
    }

    @Test
    void endsWhereNothingWasSaid() {
        assertThat(decode(10, endsAfter(time(0))).stretches()).isEmpty();
    }

    @Test
    void endsWhereTheTextHasNoTimeToGoOnFrom() {
        assertThat(Tasks.text(decode(10, endsAfter(time(0), 5)))).isEqualTo("5");
    }

    @Test
    void endsWhereOnlySilenceIsLeft() {
        Task silence =
                new Task(new float[1], 2, 10, List.of(new Span(4.5, 10)), 0, false, new int[0], Effort.GREEDY, 1, 0);
        ScriptedModel model = new ScriptedModel(1, endsAfter(time(0), 5, time(4), time(4)));

        assertThat(Tasks.text(Tasks.run(model, Vocabulary.lexicon(), 1, silence).get(0)))
                .isEqualTo("5");
    }

    @Test
    void endsWhereTheModelIsNotSureWhatComesNext() {
        Script ends = endsAfter(time(0), 5, time(4), time(4));
        Script unsure = (given, scores) -> {
            ends.next(given, scores);
            scores[10] = 20;
        };

        assertThat(Tasks.text(decode(10, unsure))).isEqualTo("5");
    }

    @Test
    void goesOnOnlyOnce() {
        Decoded decoded = decode(10, endsAfter(time(0), 5, time(4), time(4), END, time(5), time(5)));

        assertThat(Tasks.text(decoded)).isEqualTo("5 9");
        assertThat(decoded.stretches()).extracting(Stretch::end).containsExactly(4.0, 5.0);
    }

    private static Decoded decode(double seconds, Script script) {
        ScriptedModel model = new ScriptedModel(1, script);
        List<Decoded> all = Tasks.run(model, Vocabulary.lexicon(), 1, Tasks.of(0, seconds, Effort.GREEDY));
        return all.get(0);
    }
}
