package io.scribestream.chunker;

import static io.scribestream.schemas.Topics.AUDIO;
import static io.scribestream.schemas.Topics.CONTROL;
import static io.scribestream.schemas.Topics.EVENTS;
import static io.scribestream.schemas.Topics.JOBS;
import static io.scribestream.schemas.Topics.SEGMENTS;

import io.scribestream.chunker.fetch.FakeRemote;
import io.scribestream.chunker.fetch.FetchRoom;
import io.scribestream.chunker.state.Cursor;
import io.scribestream.chunker.state.KnownJob;
import io.scribestream.schemas.avro.AudioChunk;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Redrive;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceEnd;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.testkit.FlowUnderTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The chunker's flow with sources, a pool and a transcriber that do what the test says. */
final class ChunkerUnderTest implements AutoCloseable {

    static final JobDeadline DEADLINE = new JobDeadline(Duration.ofHours(1));

    final FakeSources sources;
    final QueuedPool pool = new QueuedPool();
    final QueuedPool fetchers = new QueuedPool();
    final FetchRoom fetches;
    final FlowUnderTest flow;

    /** Asked for when chunks are released. */
    ToDoubleFunction<String> weights = client -> 1;

    private final Set<String> heard = new HashSet<>();

    private ChunkerUnderTest(FakeSources sources, int window, int places, Predicate<String> admitted) {
        this.sources = sources;
        this.fetches = new FetchRoom(FakeRemote.KINDS, sources.remote, sources.spool, fetchers, 4, FakeRemote.PATIENCE);
        this.flow = FlowUnderTest.of(new ChunkerFlow(
                new CuttingRoom(sources, pool, places, window, client -> weights.applyAsDouble(client)),
                fetches,
                new KeyWeights(new ClientWeights(Map.of())),
                admitted,
                DEADLINE));
    }

    static ChunkerUnderTest with(int window, int places) {
        return new ChunkerUnderTest(new FakeSources(), window, places, jobId -> true);
    }

    static ChunkerUnderTest withWindow(int window) {
        return with(window, 4);
    }

    /** Another process with the state of this one, as after a restart; what this one holds in memory is lost. */
    ChunkerUnderTest restarted(int window, Predicate<String> admitted) {
        return restarted(window, admitted, Duration.ZERO);
    }

    ChunkerUnderTest restarted(int window, Predicate<String> admitted, Duration rest) {
        ChunkerUnderTest next = new ChunkerUnderTest(sources, window, 4, admitted);
        copy(this.<KnownJob>store(Ledger.KNOWN), next.store(Ledger.KNOWN), known -> known);
        for (String cursors : List.of(Ledger.CURSORS, Ledger.GAPPED)) {
            copy(this.<Cursor>store(cursors), next.store(cursors), cursor -> moved(cursor, next, rest));
        }
        close();
        pool.drain();
        return next;
    }

    private Cursor moved(Cursor cursor, ChunkerUnderTest next, Duration rest) {
        // Each test driver has a registry of its own, with other ids.
        TranscriptionJob job =
                flow.wire().serde(JOBS).deserialize(JOBS.name(), cursor.getJob().array());
        // Each driver's clock begins anew: what was sent is made older instead.
        cursor.getUnheard().forEach(sent -> sent.setSentAt(sent.getSentAt().minus(rest)));
        cursor.setJob(ByteBuffer.wrap(next.flow.wire().serde(JOBS).serialize(JOBS.name(), job)));
        return cursor;
    }

    private <V> KeyValueStore<String, V> store(String name) {
        return flow.store(name);
    }

    private static <V> void copy(KeyValueStore<String, V> from, KeyValueStore<String, V> to, UnaryOperator<V> rewrite) {
        try (KeyValueIterator<String, V> rows = from.all()) {
            while (rows.hasNext()) {
                KeyValue<String, V> row = rows.next();
                to.put(row.key, rewrite.apply(row.value));
            }
        }
    }

    static TranscriptionJob.Builder job(String jobId) {
        return TranscriptionJob.newBuilder()
                .setJobId(jobId)
                .setSource(new Source(SourceKind.FILE, "/audio/" + jobId, jobId, -1L, ""))
                .setOptions(new JobOptions("en", "", false));
    }

    static TranscriptionJob.Builder job(String jobId, String language) {
        return job(jobId).setOptions(new JobOptions(language, "", false));
    }

    /** A job in English on a source of so many chunks. */
    void submit(String jobId, int chunks) {
        sources.add("/audio/" + jobId, chunks);
        submit(job(jobId).build());
    }

    void submit(TranscriptionJob job) {
        flow.send(JOBS, job.getJobId(), job);
        settle();
    }

    void order(String jobId, Command command) {
        order(JobCommand.newBuilder().setJobId(jobId).setCommand(command).build());
    }

    void order(JobCommand command) {
        flow.send(CONTROL, command.getJobId(), command);
        settle();
    }

    /** Lets pool and stream thread do all they can without anything being heard. */
    void settle() {
        for (int round = 0; round < 20; round++) {
            fetchers.drain();
            pool.drain();
            flow.advance(Duration.ofMillis(100));
        }
    }

    List<AudioChunk> chunks() {
        return flow.received(AUDIO);
    }

    List<Integer> indexes(String jobId) {
        return chunks().stream()
                .filter(chunk -> chunk.getJobId().equals(jobId))
                .map(AudioChunk::getIndex)
                .toList();
    }

    List<AudioChunk> unheard() {
        return chunks().stream().filter(chunk -> !heard.contains(id(chunk))).toList();
    }

    /** The transcriber hears the oldest chunk that is out. */
    void hearNext() {
        hear(unheard().get(0), "en", 1);
    }

    /** Hears all there is, until nothing more comes. */
    void hearAll() {
        while (!unheard().isEmpty()) {
            hearNext();
        }
    }

    void hear(AudioChunk chunk, String language, double probability) {
        result(chunk, language, probability, null);
    }

    void failToHear(AudioChunk chunk) {
        result(chunk, "", 0, new Failure("engine_failed", "no engine"));
    }

    private void result(AudioChunk chunk, String language, double probability, Failure failure) {
        heard.add(id(chunk));
        flow.send(
                SEGMENTS,
                chunk.getJobId(),
                ChunkTranscript.newBuilder()
                        .setJobId(chunk.getJobId())
                        .setIndex(chunk.getIndex())
                        .setSpans(chunk.getSpans())
                        .setLanguage(language)
                        .setLanguageProbability((float) probability)
                        .setFailure(failure)
                        .setRedrive(chunk.getRedrive())
                        .build());
        settle();
    }

    /** What it said about redrives to the merger. */
    List<Redrive> redrives() {
        return flow.received(SEGMENTS).stream()
                .map(ChunkTranscript::getAgain)
                .filter(Objects::nonNull)
                .toList();
    }

    List<SourceEnd> ends() {
        return flow.received(SEGMENTS).stream()
                .map(ChunkTranscript::getEnd)
                .filter(Objects::nonNull)
                .toList();
    }

    SourceEnd onlyEnd() {
        List<SourceEnd> ends = ends();
        if (ends.size() != 1) {
            throw new AssertionError("expected one end, got " + ends);
        }
        return ends.get(0);
    }

    List<JobEvent> events(EventType type) {
        return flow.received(EVENTS).stream()
                .filter(event -> event.getType() == type)
                .toList();
    }

    List<EventType> eventTypes() {
        return flow.received(EVENTS).stream().map(JobEvent::getType).toList();
    }

    boolean hasCursors() {
        return !flow.storeIsEmpty(Ledger.CURSORS);
    }

    private static String id(AudioChunk chunk) {
        return chunk.getJobId() + "/" + chunk.getIndex() + "/" + chunk.getRedrive();
    }

    @Override
    public void close() {
        flow.close();
    }
}
