package io.scribestream.transcriber.engine.onnx.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Chunks that wait to be encoded, in the order they came; but a short one goes before a long one, for a few times in a row. */
final class Waiting {

    private static final int OVERTAKEN_AT_MOST = 4;

    private final List<Job> jobs = new ArrayList<>();
    private int overtaken;

    void add(Job job) {
        jobs.add(job);
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    /** Whose turn it is; stays until it is taken. */
    Optional<Job> next() {
        Optional<Job> first = jobs.stream().findFirst();
        if (overtaken >= OVERTAKEN_AT_MOST) {
            return first;
        }
        return jobs.stream().filter(job -> job.task().isShort()).findFirst().or(() -> first);
    }

    void take(Job job) {
        overtaken = job == jobs.get(0) ? 0 : overtaken + 1;
        jobs.remove(job);
    }

    void removeIf(Predicate<Job> over) {
        Optional<Job> first = jobs.stream().findFirst();
        jobs.removeIf(over);
        if (!first.equals(jobs.stream().findFirst())) {
            overtaken = 0;
        }
    }

    /** Leaves none. */
    void endAll(Consumer<Job> end) {
        jobs.forEach(end);
        jobs.clear();
    }
}
