package io.scribestream.transcriber.engine.onnx.decode;

import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.onnx.decode.Decoded.Chosen;
import io.scribestream.transcriber.engine.words.Span;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Chunks for a scripted model. */
final class Tasks {

    private Tasks() {}

    /** One second, of the first language. */
    static Task of(int script) {
        return of(script, 1, Effort.GREEDY);
    }

    /** Half a minute of which the first second is spoken. */
    static Task longer(int script) {
        return new Task(
                new float[] {script}, 2, 29, List.of(new Span(1, 29)), 0, false, new int[0], Effort.GREEDY, 1, script);
    }

    static Task of(int script, double seconds, Effort effort) {
        return of(script, seconds, effort, 1);
    }

    static Task of(int script, double seconds, Effort effort, int beam) {
        return new Task(new float[] {script}, 2, seconds, List.of(), 0, false, new int[0], effort, beam, script);
    }

    /** The tokens of text, as they are spelled. */
    static String text(Decoded decoded) {
        return decoded.stretches().stream()
                .flatMap(stretch -> stretch.tokens().stream())
                .map(Chosen::id)
                .filter(Vocabulary.IDS::isText)
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }

    /** What {@link ScriptedModel#sentence} says. */
    static String sentence(int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= words; i++) {
            text.append(i == 1 ? "" : " ").append((i * 7 + words) % 90);
        }
        return text.toString();
    }

    /** Does all that a batch has to do. */
    static void finish(Batch batch) {
        while (!batch.isIdle()) {
            batch.turn();
        }
    }

    static List<Decoded> run(ScriptedModel model, Lexicon lexicon, int lanes, Task... tasks) {
        Batch batch = new Batch(model, model, lexicon, lanes);
        List<Job> jobs =
                Arrays.stream(tasks).map(task -> new Job(task, () -> false)).toList();
        jobs.forEach(batch::add);
        finish(batch);
        return jobs.stream().map(Job::await).toList();
    }
}
