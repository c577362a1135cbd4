package io.scribestream.merger.assembly;

import io.scribestream.merger.assembly.Prefix.Step;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.SourceEnd;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All chunks of a job, put together: add them in the order of their indexes, then close. Not thread-safe. */
public final class Assembly {

    /** A source may end some samples before the padding of its last span, in seconds. */
    private static final double OVERSHOOT = 1;

    private final List<Segment> segments = new ArrayList<>();
    private final Account account = new Account();
    private final LanguageVote languages = new LanguageVote();
    private final Set<String> engines = new LinkedHashSet<>();
    private final Set<String> models = new LinkedHashSet<>();
    private Prefix prefix = Prefix.EMPTY;
    private int chunks;
    private int failed;
    private @Nullable Failure firstFailure;

    /**
     * @throws IllegalStateException if this is not the next chunk, or it has text outside of its spans
     */
    public void add(ChunkTranscript chunk) {
        if (chunk.getIndex() != chunks) {
            throw new IllegalStateException("chunk " + chunk.getIndex() + " of job " + chunk.getJobId()
                    + " came where chunk " + chunks + " should be");
        }
        chunks++;
        Step step = prefix.add(chunk);
        prefix = step.prefix();
        segments.addAll(step.ready());
        account.add(chunk);
        if (chunk.getFailure() == null) {
            languages.add(chunk);
            add(engines, chunk.getEngine());
            add(models, chunk.getModel());
        } else {
            failed++;
            firstFailure = firstFailure == null ? chunk.getFailure() : firstFailure;
        }
    }

    /** How many were added: the index of the next one. */
    public int chunks() {
        return chunks;
    }

    /** Whether some chunk could not be heard. */
    public boolean hasFailures() {
        return failed > 0;
    }

    /** Why there is no transcript: the first chunk's reason where every chunk failed. */
    public Optional<Failure> failure() {
        return failed == chunks ? Optional.ofNullable(firstFailure) : Optional.empty();
    }

    /**
     * The transcript of all that was added. To be called once.
     *
     * @param producer the version that writes it
     * @throws IllegalStateException if a promise does not hold: a chunk is missing, text lies outside of the source
     */
    public Transcript close(SourceEnd end, String producer, Instant now) {
        if (chunks != end.getChunks()) {
            throw new IllegalStateException(
                    "job " + end.getJob().getJobId() + " has " + end.getChunks() + " chunks, but " + chunks + " came");
        }
        segments.addAll(prefix.end().ready());
        List<Segment> inside = inside(Samples.seconds(end.getSamples()), end.getJob());
        inside.forEach(account::add);
        TranscriptionJob job = end.getJob();
        String language = languages.winner(end);
        return Transcript.newBuilder()
                .setJobId(job.getJobId())
                .setClient(job.getClient())
                .setSource(job.getSource())
                .setOptions(job.getOptions())
                .setText(text(inside))
                .setSegments(inside)
                .setLanguage(language)
                .setLanguageProbability(languages.probability(language, end))
                .setDurationSeconds(Samples.seconds(end.getSamples()))
                .setCoverage(account.coverage(end.getSamples(), Samples.missing(end)))
                .setDamaged(end.getDamaged())
                .setChunks(chunks)
                .setEngine(String.join(", ", engines))
                .setModel(String.join(", ", models))
                .setProducer(producer)
                .setSubmittedAt(job.getSubmittedAt())
                .setFinishedAt(now)
                .setMetadata(job.getMetadata())
                .setCallback(job.getCallback())
                .build();
    }

    private List<Segment> inside(double duration, TranscriptionJob job) {
        List<Segment> inside = new ArrayList<>(segments.size());
        double last = 0;
        for (Segment segment : segments) {
            if (segment.getStart() < last || segment.getEnd() > duration + OVERSHOOT) {
                throw new IllegalStateException("job " + job.getJobId() + " has text from " + segment.getStart()
                        + " s to " + segment.getEnd() + " s, behind text at " + last + " s, in a source of " + duration
                        + " s");
            }
            last = segment.getStart();
            inside.add(segment.getEnd() > duration ? Recut.clip(segment, 0, duration) : segment);
        }
        return inside;
    }

    private static String text(List<Segment> segments) {
        return segments.stream()
                .filter(segment -> segment.getSuppressed().isEmpty())
                .map(Segment::getText)
                .collect(Collectors.joining(" "));
    }

    private static void add(Set<String> names, String name) {
        if (!name.isEmpty()) {
            names.add(name);
        }
    }
}
