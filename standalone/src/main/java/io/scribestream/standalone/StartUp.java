package io.scribestream.standalone;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long each step of a start took, so that a slow one can be found. Thread-safe: steps run beside each other. */
public final class StartUp {

    private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);

    private final ConcurrentLinkedQueue<Map.Entry<String, Duration>> steps = new ConcurrentLinkedQueue<>();

    /** Runs a step and notes its time. */
    public <T> T step(String name, Callable<T> work) throws Exception {
        long start = System.nanoTime();
        try {
            return work.call();
        } finally {
            note(name, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    public void note(String name, Duration took) {
        steps.add(Map.entry(name, took));
        LOG.atInfo()
                .addKeyValue("step", name)
                .addKeyValue("tookMs", took.toMillis())
                .log("start-up step done");
    }

    /** A line for each step, in the order in which they ended; steps that ran beside each other overlap. */
    public List<String> lines() {
        return steps.stream()
                .map(step -> String.format(
                        Locale.ROOT, "%6.2f s  %s", step.getValue().toMillis() / 1e3, step.getKey()))
                .toList();
    }
}
