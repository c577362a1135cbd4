package io.scribestream.transcriber.engine.onnx.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.UnavailableException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.onnx.decode.ScriptedModel.Script;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many callers, and the thread that serves them. */
@Timeout(30)
class SchedulerTest {

    @Test
    void serves8ThreadsAtOnceAndGivesEachItsOwn() throws Exception {
        List<Script> scripts =
                IntStream.rangeClosed(1, 40).mapToObj(ScriptedModel::sentence).toList();
        ScriptedModel model = new ScriptedModel(8, scripts);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (Scheduler scheduler = start(model, 8)) {
            List<Future<Decoded>> heard = IntStream.range(0, 400)
                    .mapToObj(i -> callers.submit(() -> {
                        Effort effort = i % 10 == 0 ? Effort.HARD : Effort.GREEDY;
                        return scheduler.decode(Tasks.of(i % 40, 1, effort), () -> false);
                    }))
                    .toList();

            for (int i = 0; i < heard.size(); i++) {
                assertThat(Tasks.text(heard.get(i).get())).isEqualTo(Tasks.sentence(i % 40 + 1));
            }
        } finally {
            callers.shutdown();
        }
        assertThat(model.closed()).isEqualTo(2);
    }

    @Test
    void endsThoseWhoWaitWhenItIsClosed() throws Exception {
        CountDownLatch stepping = new CountDownLatch(1);
        ScriptedModel model = new ScriptedModel(1, endless(stepping));
        Scheduler scheduler = start(model, 1);
        List<CompletableFuture<Decoded>> callers = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> decodeForEver(scheduler)))
                .toList();
        stepping.await();

        scheduler.close();
        scheduler.close();

        for (CompletableFuture<Decoded> caller : callers) {
            assertThatThrownBy(caller::join)
                    .hasCauseInstanceOf(UnavailableException.class)
                    .hasMessageContaining("the engine is closed");
        }
        assertThat(model.closed()).isEqualTo(2);
    }

    @Test
    void refusesThoseWhoComeAfterItWasClosed() {
        Scheduler scheduler = start(new ScriptedModel(1, ScriptedModel.sentence(1)), 1);

        scheduler.close();

        assertThatThrownBy(() -> scheduler.decode(Tasks.of(0), () -> false))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the engine is closed");
    }

    @Test
    void letsAnInterruptedCallerGoAndItsRowToo() throws Exception {
        CountDownLatch stepping = new CountDownLatch(1);
        ScriptedModel model = new ScriptedModel(1, endless(stepping), ScriptedModel.sentence(3));
        try (Scheduler scheduler = start(model, 1)) {
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    decodeForEver(scheduler);
                } catch (UnavailableException e) {
                    end.complete(Thread.interrupted() ? e : new AssertionError("the thread forgot", e));
                }
            });
            caller.start();
            stepping.await();

            caller.interrupt();

            assertThat(end.get()).hasMessage("interrupted while a chunk was heard");
            assertThat(Tasks.text(scheduler.decode(Tasks.of(1), () -> false))).isEqualTo(Tasks.sentence(3));
        }
    }

    private static Decoded decodeForEver(Scheduler scheduler) {
        while (true) {
            scheduler.decode(Tasks.of(0), () -> false);
        }
    }

    private static Script endless(CountDownLatch stepping) {
        return (given, scores) -> {
            scores[given.size() == 3 ? Vocabulary.time(0) : 11] = 50;
            stepping.countDown();
        };
    }

    private static Scheduler start(ScriptedModel model, int lanes) {
        return Scheduler.start(model, model, Vocabulary.lexicon(), lanes);
    }
}
