package io.scribestream.transcriber.engine.onnx.decode;

import static io.scribestream.transcriber.engine.onnx.decode.Vocabulary.END;
import static io.scribestream.transcriber.engine.onnx.decode.Vocabulary.IDS;
import static io.scribestream.transcriber.engine.onnx.decode.Vocabulary.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.onnx.decode.Decoded.Chosen;
import io.scribestream.transcriber.engine.onnx.decode.Decoded.Stretch;
import io.scribestream.transcriber.engine.onnx.decode.ScriptedModel.Script;
import io.scribestream.transcriber.quality.Compression;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One chunk from its sound to its text. */
class DecodingTest {

    @Test
    void partsTheTextAtItsTimes() {
        ScriptedModel model =
                new ScriptedModel(1, ScriptedModel.says(time(0.2), 1, 2, time(1), time(1.4), 3, time(2), time(2)));

        Decoded decoded = decode(model, Tasks.of(0, 2.5, Effort.GREEDY));

        assertThat(decoded.stretches()).extracting(Stretch::start).containsExactly(0.2, 1.4);
        assertThat(decoded.stretches()).extracting(Stretch::end).containsExactly(1.0, 2.0);
        assertThat(decoded.stretches().get(0).tokens())
                .extracting(Chosen::id)
                .containsExactly(time(0.2), 1, 2, time(1));
        assertThat(decoded.stretches().get(1).tokens())
                .extracting(Chosen::id)
                .containsExactly(time(1.4), 3, time(2), time(2), END);
        assertThat(decoded.stretches().get(0).tokens().get(1).probability()).isGreaterThan(0.99f);
    }

    @Test
    void endsTextThatNoTimeClosesWithTheChunk() {
        Decoded decoded = decode(new ScriptedModel(1, ScriptedModel.says(time(0), 1)), Tasks.of(0, 1.5, Effort.GREEDY));

        assertThat(decoded.stretches()).extracting(Stretch::end).containsExactly(1.5);
    }

    @Test
    void asksForTheLanguageAndTheTask() {
        ScriptedModel model = new ScriptedModel(1, ScriptedModel.sentence(1));

        decode(model, new Task(new float[1], 2, 1, List.of(), 2, true, new int[0], Effort.GREEDY, 1, 0));

        assertThat(model.given.get(0)).startsWith(IDS.start(), IDS.firstLanguage() + 2, IDS.translate());
    }

    @Test
    void asksAModelOfEnglishForNothing() {
        Script script = (given, scores) -> scores[given.size() == 1 ? time(0) : given.size() == 2 ? 7 : END] = 50;
        ScriptedModel model = new ScriptedModel(1, script);

        Decoded decoded = Tasks.run(model, Vocabulary.lexicon(Vocabulary.ENGLISH), 1, Tasks.of(0))
                .get(0);

        assertThat(Tasks.text(decoded)).isEqualTo("7");
        assertThat(model.given.get(0)).startsWith(IDS.start(), time(0));
    }

    @Test
    void findsTheLanguageAndWhetherAnybodySpeaksFromWhatFollowsTheStart() {
        Script sentence = ScriptedModel.sentence(2);
        ScriptedModel model = new ScriptedModel(1, (given, scores) -> {
            if (given.size() == 1) {
                scores[IDS.firstLanguage() + 1] = 30;
                scores[IDS.firstLanguage() + 2] = 29;
                scores[IDS.noSpeech()] = 30;
            } else {
                sentence.next(given, scores);
            }
        });

        Decoded decoded = decode(
                model, new Task(new float[1], 2, 1, List.of(), Task.ANY, false, new int[0], Effort.GREEDY, 1, 0));

        assertThat(decoded.language()).isEqualTo(1);
        assertThat(decoded.languages()).hasSize(3);
        assertThat(decoded.languages()[1]).isCloseTo(0.731f, within(0.001f));
        assertThat(decoded.languages()[0] + decoded.languages()[1] + decoded.languages()[2])
                .isCloseTo(1, within(1e-5f));
        assertThat(decoded.noSpeechProbability()).isCloseTo(0.422f, within(0.001f));
        assertThat(model.given).hasSize(1);
        assertThat(model.given.get(0)).startsWith(IDS.start(), IDS.firstLanguage() + 1, IDS.transcribe());
    }

    @Test
    void findsTheLanguageWithoutThePromptAndHearsWithIt() {
        ScriptedModel model = new ScriptedModel(1, ScriptedModel.sentence(2));

        decode(
                model,
                new Task(new float[1], 2, 1, List.of(), Task.ANY, false, new int[] {40, 41}, Effort.GREEDY, 1, 0));

        assertThat(model.given).hasSize(2);
        assertThat(model.given.get(0)).containsExactly(IDS.start());
        assertThat(model.given.get(1)).startsWith(IDS.previous(), 40, 41, IDS.start(), IDS.firstLanguage());
    }

    @Test
    void takesTheEndOfALongPrompt() {
        ScriptedModel model = new ScriptedModel(1, endless());
        int[] prompt = IntStream.range(0, 500).map(i -> i % 90).toArray();

        decode(model, new Task(new float[1], 2, 1, List.of(), 0, false, prompt, Effort.GREEDY, 1, 0));

        List<Integer> given = model.given.get(0);
        assertThat(given.subList(1, 221))
                .containsExactlyElementsOf(
                        Arrays.stream(prompt, 280, 500).boxed().toList());
        assertThat(given).hasSizeLessThanOrEqualTo(ScriptedModel.CONTEXT);
    }

    @Test
    void endsATextThatHasNoEnd() {
        Decoded decoded = decode(new ScriptedModel(1, endless()), Tasks.of(0));

        assertThat(Tasks.text(decoded).split(" ")).hasSize(223);
        assertThat(decoded.stretches()).hasSize(1);
    }

    @Test
    void searchesForATextThatBeginsBadlyAndEndsWell() {
        Decoded greedy = decode(new ScriptedModel(5, garden()), Tasks.of(0));
        Decoded hard = decode(new ScriptedModel(5, garden()), Tasks.of(0, 1, Effort.HARD));

        assertThat(Tasks.text(greedy)).startsWith("1 ");
        assertThat(Tasks.text(hard)).isEqualTo("2 5 6 7");
        assertThat(hard.meanLogProbability()).isGreaterThan(greedy.meanLogProbability());
    }

    @Test
    void drawsTextsUntilOneDoesNotRepeatItself() {
        Task task = Tasks.of(0, 1, Effort.HARD);
        ScriptedModel model = new ScriptedModel(5, stutters());

        Decoded first = decode(model, task);
        Decoded second = decode(new ScriptedModel(5, stutters()), task);

        assertThat(model.log).filteredOn("join 0"::equals).hasSizeGreaterThan(1);
        assertThat(Compression.ratio(Tasks.text(first))).isLessThan(2.4);
        assertThat(Tasks.text(first)).isEqualTo(Tasks.text(second));
    }

    @Test
    void triesEverythingForATextThatIsBadAllTheTimeAndKeepsTheLikeliest() {
        ScriptedModel model = new ScriptedModel(5, endless());

        Decoded decoded = decode(model, Tasks.of(0, 1, Effort.HARD));

        assertThat(model.log).filteredOn("join 0"::equals).hasSize(6);
        assertThat(decoded.stretches()).isNotEmpty();
    }

    private static Decoded decode(ScriptedModel model, Task task) {
        Decoded decoded = Tasks.run(model, Vocabulary.lexicon(), 1, task).get(0);
        assertThat(model.live()).isZero();
        assertThat(model.open()).isZero();
        return decoded;
    }

    private static Script endless() {
        return (given, scores) -> scores[given.get(given.size() - 1) == IDS.transcribe() ? time(0) : 11] = 50;
    }

    /** 1 is a little likelier than 2, but after 1 anything may come; after 2 all is clear. */
    private static Script garden() {
        Script clear = ScriptedModel.says(time(0), 2, 5, 6, 7, time(1));
        return (given, scores) -> {
            if (given.size() == 4) {
                scores[1] = 50;
                scores[2] = 49.5f;
            } else if (given.size() > 4 && given.get(4) == 1 && given.size() < 8) {
                Arrays.fill(scores, 0, 97, 30);
            } else {
                clear.next(given, scores);
            }
        };
    }

    /** 11 is always a little likelier than a number that is new; ends after 30 tokens. */
    private static Script stutters() {
        return (given, scores) -> {
            int said = given.size() - 3;
            if (said == 0) {
                scores[time(0)] = 50;
            } else if (said < 30) {
                scores[11] = 30.2f;
                scores[20 + said] = 30;
            } else {
                scores[END] = 50;
            }
        };
    }
}
