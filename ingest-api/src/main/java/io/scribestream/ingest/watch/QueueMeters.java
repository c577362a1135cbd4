package io.scribestream.ingest.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.scribestream.ingest.OpenJobs;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Shows the queue: {@code queue.depth} by stage, and {@code jobs.waiting}, those whose turn has not come, by class of
 * client. A client whose weight the settings name is a class of its own, all others are one: there may be any number.
 */
public final class QueueMeters implements AutoCloseable {

    private static final String DEPTH = "queue.depth";
    private static final String WAITING = "jobs.waiting";
    private static final String OTHERS = "other";
    private static final String QUEUED = "queued";
    private static final List<String> STAGES = List.of(QUEUED, "fetching", "preparing", "transcribing", "merging");

    private QueueMeters() {}

    /** Until it is closed; of one board of a process. */
    public static QueueMeters show(OpenJobs open, Env env) {
        QueueMeters meters = new QueueMeters();
        meters.close();
        for (String stage : STAGES) {
            gauge(DEPTH, "Jobs without an outcome", Tags.of("stage", stage), open, jobs -> atStage(jobs, stage));
        }
        Set<String> named = env.list(Setting.SCRIBE_CLIENT_WEIGHTS).stream()
                .map(weight -> weight.split("=", 2)[0].strip())
                .collect(Collectors.toSet());
        String text = "Jobs whose turn has not come";
        for (String client : named) {
            gauge(
                    WAITING,
                    text,
                    Tags.of("client_class", client),
                    open,
                    jobs -> queued(jobs.byClient().getOrDefault(client, Map.of())));
        }
        gauge(WAITING, text, Tags.of("client_class", OTHERS), open, jobs -> jobs.byClient().entrySet().stream()
                .filter(client -> !named.contains(client.getKey()))
                .mapToInt(client -> queued(client.getValue()))
                .sum());
        return meters;
    }

    private static void gauge(String name, String text, Tags tags, OpenJobs open, ToDoubleFunction<OpenJobs> value) {
        Gauge.builder(name, open, value).description(text).tags(tags).register(Metrics.globalRegistry);
    }

    private static int atStage(OpenJobs open, String stage) {
        return open.byClient().values().stream()
                .mapToInt(stages -> stages.getOrDefault(stage, 0))
                .sum();
    }

    private static int queued(Map<String, Integer> stages) {
        return stages.getOrDefault(QUEUED, 0);
    }

    @Override
    public void close() {
        for (String name : List.of(DEPTH, WAITING)) {
            Metrics.globalRegistry.find(name).meters().forEach(Metrics.globalRegistry::remove);
        }
    }
}
