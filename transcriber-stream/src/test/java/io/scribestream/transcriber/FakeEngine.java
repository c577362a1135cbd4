package io.scribestream.transcriber;

import io.scribestream.transcriber.engine.AbortedException;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Heard.HeardSegment;
import io.scribestream.transcriber.engine.Heard.HeardWord;
import io.scribestream.transcriber.engine.Speech;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Answers what it was told to, one answer a call, and remembers what it was asked. */
final class FakeEngine implements Engine {

    /** What a call comes to; may throw. */
    @FunctionalInterface
    interface Answer {
        Heard hear(BooleanSupplier abort);
    }

    final List<Effort> efforts = new ArrayList<>();
    final List<Speech> heard = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private Answer always = abort -> {
        throw new AssertionError("asked more often than it has answers");
    };

    FakeEngine answers(Heard heard) {
        answers.add(abort -> heard);
        return this;
    }

    FakeEngine throwsIt(RuntimeException e) {
        answers.add(abort -> {
            throw e;
        });
        return this;
    }

    FakeEngine does(Answer answer) {
        answers.add(answer);
        return this;
    }

    /** What it answers when it has been told nothing else. */
    FakeEngine always(Answer answer) {
        always = answer;
        return this;
    }

    /** Hears until it is told to end, letting time pass before it asks. */
    FakeEngine hearsUntilAborted(Runnable timePasses) {
        return does(abort -> {
            while (!abort.getAsBoolean()) {
                timePasses.run();
            }
            throw new AbortedException();
        });
    }

    @Override
    public Heard hear(Speech speech, Effort effort, BooleanSupplier abort) {
        heard.add(speech);
        efforts.add(effort);
        return (answers.isEmpty() ? always : answers.remove()).hear(abort);
    }

    /** A segment of words, half a second each, from a time of the chunk. */
    static HeardSegment segment(double start, double probability, String text) {
        List<HeardWord> words = new ArrayList<>();
        double at = start;
        for (String word : text.split(" ")) {
            words.add(new HeardWord(word, at, at + 0.5, (float) probability));
            at += 0.5;
        }
        return new HeardSegment(start, at, text, words, (float) probability, -1);
    }

    static Heard heard(HeardSegment... segments) {
        return new Heard("en", 0.75f, List.of(segments));
    }

    @Override
    public int lanes() {
        return 3;
    }

    @Override
    public String name() {
        return "fake 1";
    }

    @Override
    public String model() {
        return "none 000000000000";
    }

    @Override
    public void close() {}
}
