package io.scribestream.standalone.chaos;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.testkit.chaos.Crew;
import io.scribestream.testkit.chaos.EngineJournal;
import io.scribestream.testkit.chaos.EngineJournal.Call;
import io.scribestream.testkit.chaos.EngineRules;
import io.scribestream.testkit.chaos.Feeder;
import io.scribestream.testkit.chaos.JobBook;
import io.scribestream.testkit.chaos.Killer;
import io.scribestream.testkit.chaos.Member;
import io.scribestream.testkit.chaos.OnTopics;
import io.scribestream.testkit.chaos.Plan;
import io.scribestream.testkit.chaos.Recording;
import io.scribestream.testkit.chaos.Recoveries;
import io.scribestream.testkit.chaos.Recoveries.Recovery;
import io.scribestream.testkit.chaos.Rules;
import io.scribestream.testkit.chaos.Sighting;
import io.scribestream.testkit.chaos.Strike;
import io.scribestream.testkit.chaos.Struck;
import io.scribestream.testkit.chaos.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One run: every recording is heard undisturbed, then jobs are sent while processes are killed, stopped and started by a
 * plan, and in the end all rules are checked.
 */
public final class ChaosRun {

    /** How often each is struck against the others. */
    private static final Map<Member.Part, Integer> WEIGHTS = Map.of(
            Member.Part.BROKER, 3,
            Member.Part.REGISTRY, 1,
            Member.Part.CHUNKER, 5,
            Member.Part.MERGER, 4,
            Member.Part.TRANSCRIBER, 3);

    /**
     * @param seed of the plan, the jobs and the recordings
     * @param kills how many SIGKILLs; pauses and restarts come on top
     * @param open jobs that are open at the same time
     * @param recordings how many with speech
     */
    public record Settings(long seed, int kills, int jobs, int open, int recordings, Cluster.Shape shape) {}

    /**
     * What came of it.
     *
     * @param broken a sentence for each rule that did not hold
     * @param figures name and value
     */
    public record Result(List<String> broken, Map<String, String> figures, List<Recovery> recoveries) {}

    private final Settings settings;
    private final Cluster cluster;
    private final Consumer<String> say;

    private ChaosRun(Settings settings, Cluster cluster, Consumer<String> say) {
        this.settings = settings;
        this.cluster = cluster;
        this.say = say;
    }

    /** @param say told what happens, a line each */
    public static Result run(Path folder, Settings settings, Consumer<String> say)
            throws IOException, InterruptedException {
        say.accept("seed " + settings.seed());
        try (Cluster cluster = Cluster.start(folder, settings.shape())) {
            cluster.startRoles();
            return new ChaosRun(settings, cluster, say).run();
        }
    }

    private Result run() throws IOException, InterruptedException {
        List<Recording> recordings = Recordings.write(cluster.sources(), settings.seed(), settings.recordings());
        JobBook book = new JobBook();
        try (Watch watch = new Watch(cluster.bootstrapServers(), cluster.registryUrl());
                Feeder feeder = new Feeder(cluster.bootstrapServers(), cluster.wire(), book)) {
            Map<String, Transcript> undisturbed = Undisturbed.hear(recordings, cluster, feeder, book, watch);
            say.accept("heard undisturbed: " + undisturbed.size() + " recordings");
            long began = System.nanoTime();
            List<Struck> struck = disturb(recordings, feeder, book, watch);
            double seconds = (System.nanoTime() - began) / 1e9;
            OnTopics topics = Outcomes.readWhenTidy(cluster);
            return result(book, topics, undisturbed, struck, watch.sightings(), seconds);
        }
    }

    private List<Struck> disturb(List<Recording> recordings, Feeder feeder, JobBook book, Watch watch)
            throws IOException, InterruptedException {
        List<Strike> plan = Plan.of(settings.seed(), settings.kills(), weights(cluster.crew()));
        try (Killer killer = new Killer(cluster.crew(), watch, say);
                JobStream stream =
                        new JobStream(recordings, feeder, watch, settings.seed(), settings.jobs(), settings.open())) {
            killer.run(plan, done -> {
                stream.allow((double) done / plan.size());
                say.accept(done + "/" + plan.size() + " " + plan.get(done - 1));
            });
            stream.awaitAllSent();
            Outcomes.await(book, watch);
            return killer.done();
        }
    }

    private static Map<String, Integer> weights(Crew crew) {
        return crew.all().stream()
                .collect(Collectors.toMap(Member::name, member -> WEIGHTS.getOrDefault(member.part(), 1)));
    }

    private Result result(
            JobBook book,
            OnTopics topics,
            Map<String, Transcript> undisturbed,
            List<Struck> struck,
            List<Sighting> sightings,
            double seconds)
            throws IOException {
        List<Call> calls = EngineJournal.read(cluster.journals());
        EngineRules engine = new EngineRules(calls, sightings, struck, cluster.crew());
        List<String> broken = new ArrayList<>(new Rules(book, topics, undisturbed).broken());
        broken.addAll(engine.broken());
        List<Recovery> recoveries = Recoveries.of(struck, sightings, calls, cluster.crew());
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("seed", Long.toString(settings.seed()));
        byKind(struck).forEach(figures::put);
        figures.put("jobs", settings.jobs() + ", and " + undisturbedJobs(book) + " before that nobody disturbed");
        figures.put("of them done", Long.toString(count(book, topics, false)));
        figures.put("of them failed, as they should", Long.toString(count(book, topics, true)));
        figures.put("chunks with a result", Long.toString(chunks(book, topics)));
        figures.put("calls of the engine", Integer.toString(engine.calls()));
        figures.put("calls done again", engine.redone() + ", at most " + engine.mostRedone() + " may be");
        figures.put("minutes", String.format("%.1f", seconds / 60));
        for (Member.Part part : Member.Part.values()) {
            List<Recovery> of =
                    recoveries.stream().filter(one -> one.part() == part).toList();
            if (!of.isEmpty()) {
                figures.put(
                        part + " back at work, from the kill",
                        Recoveries.text(of.stream().map(Recovery::fromKill).toList()));
                List<Recovery> alone = of.stream().filter(Recovery::alone).toList();
                String slowest = alone.stream()
                        .max(Comparator.comparingDouble(Recovery::fromStart))
                        .map(one -> ", the slowest " + one)
                        .orElse("");
                figures.put(
                        part + " back at work, from its start, nobody else struck",
                        Recoveries.text(alone.stream().map(Recovery::fromStart).toList()) + slowest);
            }
        }
        return new Result(broken, figures, recoveries);
    }

    /** {@code KILL -> 200: broker 30, chunker 50, ...}. */
    private static Map<String, String> byKind(List<Struck> struck) {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        struck.forEach(one ->
                counts.computeIfAbsent(one.what(), what -> new TreeMap<>()).merge(one.target(), 1, Integer::sum));
        Map<String, String> texts = new LinkedHashMap<>();
        counts.forEach((what, targets) -> texts.put(
                what,
                targets.values().stream().mapToInt(Integer::intValue).sum() + ": "
                        + targets.entrySet().stream()
                                .map(target -> target.getKey() + " " + target.getValue())
                                .collect(Collectors.joining(", "))));
        return texts;
    }

    private static long undisturbedJobs(JobBook book) {
        return book.all().stream()
                .filter(entry -> entry.client().equals(Undisturbed.CLIENT))
                .count();
    }

    private static long count(JobBook book, OnTopics topics, boolean failed) {
        return book.all().stream()
                .filter(entry -> failed
                        ? !topics.failed(entry.jobId()).isEmpty()
                        : !topics.done(entry.jobId()).isEmpty())
                .count();
    }

    private static long chunks(JobBook book, OnTopics topics) {
        return book.all().stream()
                .flatMap(entry -> topics.segments(entry.jobId()).stream())
                .map(ChunkTranscript::getIndex)
                .filter(index -> index >= 0)
                .count();
    }
}
