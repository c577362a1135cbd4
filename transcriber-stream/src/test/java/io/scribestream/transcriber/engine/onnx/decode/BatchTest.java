package io.scribestream.transcriber.engine.onnx.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.transcriber.engine.AbortedException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.onnx.decode.ScriptedModel.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many chunks in one thread, turn by turn. */
class BatchTest {

    private static final BooleanSupplier NEVER = () -> false;

    @Test
    void hearsEachChunkAsIfItWereAlone() {
        List<Script> scripts =
                IntStream.rangeClosed(1, 20).mapToObj(ScriptedModel::sentence).toList();
        ScriptedModel model = new ScriptedModel(8, scripts);
        Task[] tasks = IntStream.range(0, 20).mapToObj(Tasks::of).toArray(Task[]::new);

        List<Decoded> together = Tasks.run(model, Vocabulary.lexicon(), 8, tasks);

        for (int i = 0; i < tasks.length; i++) {
            assertThat(Tasks.text(together.get(i))).isEqualTo(Tasks.sentence(i + 1));
        }
        assertThat(model.live()).isZero();
        assertThat(model.open()).isZero();
    }

    @Test
    void aRowLeavesAtItsEndAndTheNextTakesItsPlaceAtTheNextStep() {
        ScriptedModel model =
                new ScriptedModel(2, ScriptedModel.sentence(20), ScriptedModel.sentence(1), ScriptedModel.sentence(1));

        Tasks.run(model, Vocabulary.lexicon(), 2, Tasks.of(0), Tasks.of(1), Tasks.of(2));

        int left = model.log.indexOf("leave 1");
        assertThat(model.log.subList(left - 1, left + 4))
                .containsExactly("step 0 1", "leave 1", "encode 2", "join 2", "step 0 2");
    }

    @Test
    void decodesNoMoreChunksAtOnceThanItHasLanes() {
        ScriptedModel model =
                new ScriptedModel(8, ScriptedModel.sentence(5), ScriptedModel.sentence(5), ScriptedModel.sentence(5));

        Tasks.run(model, Vocabulary.lexicon(), 2, Tasks.of(0), Tasks.of(1), Tasks.of(2));

        assertThat(model.log).doesNotContain("step 0 1 2");
    }

    @Test
    void aBeamWaitsUntilItHasRoomAndHoldsNobodyUpForEver() {
        ScriptedModel model =
                new ScriptedModel(6, ScriptedModel.sentence(9), ScriptedModel.sentence(9), ScriptedModel.sentence(9));

        List<Decoded> decoded = Tasks.run(
                model, Vocabulary.lexicon(), 8, Tasks.of(0), Tasks.of(1, 1, Effort.HARD), Tasks.of(2, 1, Effort.HARD));

        assertThat(decoded).extracting(Tasks::text).containsOnly(Tasks.sentence(9));
        assertThat(model.log).contains("step 0 1 1 1 1 1").noneMatch(line -> line.contains("1") && line.contains("2"));
    }

    @Test
    void theFirstAttemptTakesAsManyRowsAsItsBeamIsWide() {
        ScriptedModel model =
                new ScriptedModel(6, ScriptedModel.sentence(9), ScriptedModel.sentence(9), ScriptedModel.sentence(9));
        Task[] tasks = IntStream.range(0, 3)
                .mapToObj(i -> Tasks.of(i, 1, Effort.GREEDY, 3))
                .toArray(Task[]::new);

        List<Decoded> decoded = Tasks.run(model, Vocabulary.lexicon(), 8, tasks);

        assertThat(decoded).extracting(Tasks::text).containsOnly(Tasks.sentence(9));
        assertThat(model.log).contains("step 0 0 0 1 1 1").noneMatch(line -> line.contains("0 0 0 0"));
    }

    @Test
    void aNewcomerIsEncodedAtOnceAndRowsTakeAFewStepsBeforeTheNextOne() {
        ScriptedModel model =
                new ScriptedModel(8, ScriptedModel.sentence(40), ScriptedModel.sentence(1), ScriptedModel.sentence(1));
        Batch batch = new Batch(model, model, Vocabulary.lexicon(), 8);
        batch.add(new Job(Tasks.longer(0), NEVER));
        turns(batch, 20);
        model.log.clear();

        batch.add(new Job(Tasks.longer(1), NEVER));
        batch.add(new Job(Tasks.longer(2), NEVER));
        turns(batch, 6);

        assertThat(model.log)
                .containsExactly(
                        "encode 1", "join 1", "step 0 1", "step 0 1", "step 0 1", "step 0 1", "encode 2", "join 2");
    }

    @Test
    void aShortNewcomerGoesBeforeTheLongOnesThatWaitAndAfterOneStep() {
        ScriptedModel model =
                new ScriptedModel(8, ScriptedModel.sentence(40), ScriptedModel.sentence(40), ScriptedModel.sentence(9));
        Batch batch = new Batch(model, model, Vocabulary.lexicon(), 8);
        batch.add(new Job(Tasks.longer(0), NEVER));
        batch.turn();
        model.log.clear();

        batch.add(new Job(Tasks.longer(1), NEVER));
        batch.add(new Job(Tasks.of(2), NEVER));
        turns(batch, 2);

        assertThat(model.log).containsExactly("step 0", "encode 2", "join 2");
    }

    @Test
    void shortOnesOvertakeALongOneSoManyTimesAndNoMore() {
        Script words = ScriptedModel.sentence(3);
        ScriptedModel model =
                new ScriptedModel(1, IntStream.range(0, 9).mapToObj(i -> words).toList());
        Batch batch = new Batch(model, model, Vocabulary.lexicon(), 1);
        batch.add(new Job(Tasks.longer(0), NEVER));
        for (int i = 1; i < 9; i++) {
            batch.add(new Job(Tasks.of(i), NEVER));
        }

        Tasks.finish(batch);

        assertThat(model.log.stream().filter(line -> line.startsWith("encode")))
                .startsWith("encode 1", "encode 2", "encode 3", "encode 4", "encode 0", "encode 5");
    }

    @Test
    void aShortChunkBesideAFullBatchWaitsForEveryFourthStepOnly() {
        List<String> log = finishedBesideSeven();

        long alone = log.stream().filter("step alone 0"::equals).count();
        long together = log.stream().filter(line -> line.matches("step \\d.*")).count();
        assertThat(log).filteredOn(line -> line.startsWith("encode")).containsExactly("encode 0");
        assertThat(alone + together)
                .as("steps of the one chunk, and the one it came in")
                .isEqualTo(steps(finishedAlone()) + 1);
        assertThat(together).as("those it waited for").isLessThanOrEqualTo(alone / 3 + 2);
        assertThat(together).as("the others go on").isGreaterThanOrEqualTo(alone / 3);
    }

    @Test
    void noLongChunkIsEncodedWhileAShortOneIsDecodedAndNoneWaitsForEver() {
        List<Script> scripts = new ArrayList<>();
        scripts.add(ScriptedModel.sentence(200));
        for (int i = 1; i < 40; i++) {
            scripts.add(ScriptedModel.sentence(20));
        }
        ScriptedModel model = new ScriptedModel(8, scripts);
        Batch batch = new Batch(model, model, Vocabulary.lexicon(), 8);
        for (int i = 0; i < 5; i++) {
            batch.add(new Job(Tasks.longer(i), NEVER));
        }
        while (model.live() < 5) {
            batch.turn();
        }
        turns(batch, 5);
        batch.add(new Job(Tasks.of(6), NEVER));
        while (!model.log.contains("join 6")) {
            batch.turn();
        }
        batch.add(new Job(Tasks.longer(5), NEVER));
        while (!model.log.contains("leave 6")) {
            batch.turn();
        }
        assertThat(model.log).doesNotContain("encode 5");

        // When: short ones come and come
        for (int i = 7; i < 40; i++) {
            batch.add(new Job(Tasks.of(i), NEVER));
            while (!model.log.contains("leave " + i)) {
                batch.turn();
            }
        }

        assertThat(model.log.indexOf("encode 5")).isPositive().isLessThan(model.log.indexOf("encode 10"));
    }

    @Test
    void longChunksAreNeverSteppedAlone() {
        ScriptedModel model = new ScriptedModel(
                8,
                IntStream.range(0, 8).mapToObj(i -> ScriptedModel.sentence(20)).toList());

        Tasks.run(
                model,
                Vocabulary.lexicon(),
                8,
                IntStream.range(0, 8).mapToObj(Tasks::longer).toArray(Task[]::new));

        assertThat(model.log).noneMatch(line -> line.startsWith("step alone"));
    }

    @Test
    void severalShortChunksAreSteppedTogether() {
        ScriptedModel model = new ScriptedModel(
                8,
                IntStream.range(0, 8).mapToObj(i -> ScriptedModel.sentence(40)).toList());

        Tasks.run(
                model,
                Vocabulary.lexicon(),
                8,
                IntStream.range(0, 8)
                        .mapToObj(i -> i < 3 ? Tasks.of(i) : Tasks.longer(i))
                        .toArray(Task[]::new));

        int all = model.log.indexOf("join 7");
        assertThat(model.log.subList(all + 1, all + 4)).noneMatch(line -> line.startsWith("step alone"));
    }

    /**
     * Measured with the base model on two cores with AVX2, in milliseconds: the encode of a chunk of 3 s 40, a step 3.3 and
     * 3.2 a row. It arrives when a step of the others has just begun.
     */
    @Test
    void aShortChunkBesideAFullBatchIsHeardWithinTwiceTheTimeItTakesAlone() {
        double alone = cost(finishedAlone());

        assertThat(cost(finishedBesideSeven())).isLessThan(2 * alone);
    }

    private static List<String> finishedAlone() {
        ScriptedModel model = new ScriptedModel(8, ScriptedModel.sentence(15));
        Tasks.run(model, Vocabulary.lexicon(), 8, Tasks.of(0));
        return model.log;
    }

    private static List<String> finishedBesideSeven() {
        List<Script> scripts = new ArrayList<>(List.of(ScriptedModel.sentence(15)));
        for (int i = 0; i < 7; i++) {
            scripts.add(ScriptedModel.sentence(200));
        }
        ScriptedModel model = new ScriptedModel(8, scripts);
        Batch batch = new Batch(model, model, Vocabulary.lexicon(), 8);
        for (int i = 1; i < 8; i++) {
            batch.add(new Job(Tasks.longer(i), NEVER));
        }
        while (model.live() < 7) {
            batch.turn();
        }
        turns(batch, 8);
        model.log.clear();
        batch.turn();
        batch.add(new Job(Tasks.of(0), NEVER));
        while (!model.log.contains("leave 0")) {
            batch.turn();
        }
        return model.log;
    }

    private static long steps(List<String> log) {
        return log.stream().filter(line -> line.startsWith("step")).count();
    }

    private static double cost(List<String> log) {
        return log.stream()
                .mapToDouble(line -> switch (line.replaceAll(" [\\d ]*", "")) {
                    case "encode" -> 40;
                    case "step" -> 3.3 + 3.2 * (line.split(" ").length - 1);
                    case "stepalone" -> 6.5;
                    default -> 0;
                })
                .sum();
    }

    private static void turns(Batch batch, int turns) {
        for (int i = 0; i < turns; i++) {
            batch.turn();
        }
    }

    @Test
    void whatIsAbortedLeavesAtTheNextStepAndTheOthersGoOn() {
        ScriptedModel model = new ScriptedModel(8, ScriptedModel.sentence(30), ScriptedModel.sentence(9));
        Batch batch = new Batch(model, model, Vocabulary.lexicon(), 8);
        AtomicBoolean stop = new AtomicBoolean();
        Job aborted = new Job(Tasks.of(0), stop::get);
        Job other = new Job(Tasks.of(1), NEVER);
        batch.add(aborted);
        batch.add(other);
        while (!model.log.contains("step 0 1")) {
            batch.turn();
        }

        stop.set(true);
        batch.turn();

        assertThat(model.log).endsWith("step 0 1", "leave 0", "step 1");
        assertThatThrownBy(aborted::await).isInstanceOf(AbortedException.class);
        Tasks.finish(batch);
        assertThat(Tasks.text(other.await())).isEqualTo(Tasks.sentence(9));
        assertThat(model.open()).isZero();
    }

    @Test
    void whatIsAbortedWhileItWaitsIsNeverEncoded() {
        ScriptedModel model = new ScriptedModel(1, ScriptedModel.sentence(3), ScriptedModel.sentence(3));
        Batch batch = new Batch(model, model, Vocabulary.lexicon(), 1);
        batch.add(new Job(Tasks.of(0), NEVER));
        Job aborted = new Job(Tasks.of(1), () -> true);
        batch.add(aborted);

        Tasks.finish(batch);

        assertThatThrownBy(aborted::await).isInstanceOf(AbortedException.class);
        assertThat(model.log).doesNotContain("encode 1");
    }

    @Test
    void handsOutWhatTheCallersQuestionThrows() {
        ScriptedModel model = new ScriptedModel(1, ScriptedModel.sentence(3));
        Batch batch = new Batch(model, model, Vocabulary.lexicon(), 1);
        IllegalStateException thrown = new IllegalStateException("the caller's");
        Job job = new Job(Tasks.of(0), () -> {
            throw thrown;
        });
        batch.add(job);

        Tasks.finish(batch);

        assertThatThrownBy(job::await).isSameAs(thrown);
    }

    @Test
    void aRowThatFailsTakesNoOtherWithIt() {
        Script sentence = ScriptedModel.sentence(9);
        Script breaks = (given, scores) -> {
            sentence.next(given, scores);
            if (given.size() == 8) {
                Arrays.fill(scores, Float.NaN);
            }
        };
        ScriptedModel model = new ScriptedModel(8, sentence, breaks, sentence);
        Batch batch = new Batch(model, model, Vocabulary.lexicon(), 8);
        List<Job> jobs =
                IntStream.range(0, 3).mapToObj(i -> new Job(Tasks.of(i), NEVER)).toList();
        jobs.forEach(batch::add);

        Tasks.finish(batch);

        assertThatThrownBy(jobs.get(1)::await)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the model's scores are no numbers");
        assertThat(Tasks.text(jobs.get(0).await())).isEqualTo(Tasks.sentence(9));
        assertThat(Tasks.text(jobs.get(2).await())).isEqualTo(Tasks.sentence(9));
        assertThat(model.live()).isZero();
        assertThat(model.open()).isZero();
    }

    @Test
    void aChunkThatCannotJoinTakesNoOtherWithIt() {
        Script sentence = ScriptedModel.sentence(9);
        Script breaks = (given, scores) -> {
            throw new UnavailableException("out of luck");
        };
        ScriptedModel model = new ScriptedModel(8, sentence, breaks);
        Batch batch = new Batch(model, model, Vocabulary.lexicon(), 8);
        Job good = new Job(Tasks.of(0), NEVER);
        Job bad = new Job(Tasks.of(1), NEVER);
        batch.add(good);
        batch.add(bad);

        Tasks.finish(batch);

        assertThatThrownBy(bad::await).isInstanceOf(UnavailableException.class).hasMessage("out of luck");
        assertThat(Tasks.text(good.await())).isEqualTo(Tasks.sentence(9));
        assertThat(model.open()).isZero();
    }

    @Test
    void aStepThatFailsForOneRowEndsThatOneOnly() {
        Script sentence = ScriptedModel.sentence(9);
        Script breaks = (given, scores) -> {
            if (given.size() == 6) {
                throw new UnavailableException("the runtime failed");
            }
            sentence.next(given, scores);
        };
        ScriptedModel model = new ScriptedModel(8, sentence, breaks, sentence, sentence);
        List<Job> jobs = hear(model, 3, 4);

        assertThatThrownBy(jobs.get(1)::await)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the runtime failed");
        for (int others : List.of(0, 2, 3)) {
            assertThat(Tasks.text(jobs.get(others).await())).isEqualTo(Tasks.sentence(9));
        }
        assertThat(model.log).contains("step alone 0", "step alone 2").doesNotContain("step alone 1", "step alone 3");
        assertThat(model.live()).isZero();
        assertThat(model.open()).isZero();
    }

    @Test
    void aStepThatFailsOnceEndsNobody() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Script sentence = ScriptedModel.sentence(9);
        Script breaks = (given, scores) -> {
            if (given.size() == 6 && broken.getAndSet(false)) {
                throw new UnavailableException("the runtime failed");
            }
            sentence.next(given, scores);
        };
        ScriptedModel model = new ScriptedModel(8, breaks, sentence);

        assertThat(hear(model, 8, 2))
                .allSatisfy(job -> assertThat(Tasks.text(job.await())).isEqualTo(Tasks.sentence(9)));
        assertThat(model.log).containsOnlyOnce("step alone 0").containsOnlyOnce("step alone 1");
    }

    @Test
    void aRowForWhichMemoryRunsOutEndsInASentenceAndTheOthersGoOn() {
        Script sentence = ScriptedModel.sentence(9);
        Script greedy = (given, scores) -> {
            if (given.size() == 6) {
                throw new OutOfMemoryError("Cannot reserve 1 bytes of direct buffer memory");
            }
            sentence.next(given, scores);
        };
        ScriptedModel model = new ScriptedModel(2, greedy, sentence, sentence);
        List<Job> jobs = hear(model, 2, 3);

        assertThatThrownBy(jobs.get(0)::await)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("out of memory while a chunk was heard");
        for (Job job : jobs.subList(1, 3)) {
            assertThat(Tasks.text(job.await())).isEqualTo(Tasks.sentence(9));
        }
        assertThat(model.live()).isZero();
        assertThat(model.open()).isZero();
    }

    @Test
    void aBeamThatIsSteppedAloneGoesOnAsBefore() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Script sentence = ScriptedModel.sentence(9);
        Script breaks = (given, scores) -> {
            if (given.size() == 8 && broken.getAndSet(false)) {
                throw new UnavailableException("the runtime failed");
            }
            sentence.next(given, scores);
        };
        ScriptedModel model = new ScriptedModel(8, breaks, sentence);

        List<Decoded> decoded = Tasks.run(model, Vocabulary.lexicon(), 8, Tasks.of(0, 1, Effort.HARD), Tasks.of(1));

        assertThat(decoded).extracting(Tasks::text).containsOnly(Tasks.sentence(9));
        assertThat(model.log.stream().filter("step alone 0"::equals)).hasSize(5);
    }

    /** One job for each of the first scripts, to their ends. */
    private static List<Job> hear(ScriptedModel model, int lanes, int chunks) {
        Batch batch = new Batch(model, model, Vocabulary.lexicon(), lanes);
        List<Job> jobs = IntStream.range(0, chunks)
                .mapToObj(i -> new Job(Tasks.of(i), NEVER))
                .toList();
        jobs.forEach(batch::add);
        Tasks.finish(batch);
        return jobs;
    }
}
