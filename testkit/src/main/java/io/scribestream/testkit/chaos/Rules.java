package io.scribestream.testkit.chaos;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.testkit.chaos.JobBook.Due;
import io.scribestream.testkit.chaos.JobBook.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What must always hold of jobs, whatever was killed: the rules of the design that can be told from the topics. Each method
 * gives the sentences about what does not hold.
 */
public final class Rules {

    /** Sums of doubles. */
    private static final double HALF_A_SAMPLE = 0.5 / 16_000;

    private final JobBook book;
    private final OnTopics topics;
    private final Map<String, Transcript> undisturbed;
    private final List<String> broken = new ArrayList<>();

    /** @param undisturbed the transcript of each recording, by its name, as it is when nobody disturbs */
    public Rules(JobBook book, OnTopics topics, Map<String, Transcript> undisturbed) {
        this.book = book;
        this.topics = topics;
        this.undisturbed = undisturbed;
    }

    /** All of them; nothing where all hold. */
    public List<String> broken() {
        broken.clear();
        nobodyUnknown();
        for (Entry entry : book.all()) {
            oneOutcome(entry);
            oneResultForEachChunk(entry);
            nothingOfOthers(entry);
            progressGoesOn(entry);
            for (Transcript transcript : topics.done(entry.jobId())) {
                coverageSumsUp(entry, transcript);
                sameAsUndisturbed(entry, transcript);
            }
        }
        nothingSetAside();
        nothingOpen();
        return List.copyOf(broken);
    }

    private void nobodyUnknown() {
        topics.jobs().stream()
                .filter(jobId -> !book.has(jobId))
                .forEach(jobId -> broken(jobId, "is on the topics, but nobody sent it"));
    }

    /** Rule 2. */
    private void oneOutcome(Entry entry) {
        List<Transcript> done = topics.done(entry.jobId());
        List<JobFailure> failed = topics.failed(entry.jobId());
        if (done.size() + failed.size() != 1) {
            broken(entry.jobId(), "has " + done.size() + " transcripts and " + failed.size() + " failures");
        } else if (entry.due() == Due.TRANSCRIPT && done.isEmpty()) {
            broken(
                    entry.jobId(),
                    "failed: " + failed.get(0).getReason() + ", "
                            + failed.get(0).getMessage());
        } else if (entry.due() == Due.REFUSAL && failed.isEmpty()) {
            broken(entry.jobId(), "has a transcript of what cannot be heard");
        } else if (entry.due() == Due.EITHER
                && !failed.isEmpty()
                && !failed.get(0).getReason().equals("cancelled")) {
            broken(
                    entry.jobId(),
                    "was cancelled, and failed by " + failed.get(0).getReason());
        }
    }

    /** Rule 3, and no chunk left out. */
    private void oneResultForEachChunk(Entry entry) {
        List<Integer> indexes = topics.segments(entry.jobId()).stream()
                .map(ChunkTranscript::getIndex)
                .filter(index -> index >= 0)
                .toList();
        Set<Integer> distinct = new TreeSet<>(indexes);
        if (distinct.size() != indexes.size()) {
            broken(entry.jobId(), "has chunks with two results: " + indexes);
        }
        for (Transcript transcript : topics.done(entry.jobId())) {
            if (distinct.size() != transcript.getChunks()) {
                broken(entry.jobId(), "has " + transcript.getChunks() + " chunks, and results of " + distinct);
            }
        }
        long ends = topics.segments(entry.jobId()).stream()
                .filter(value -> value.getEnd() != null && value.getEnd().getFailure() == null)
                .count();
        if (ends > 1) {
            broken(entry.jobId(), "ended " + ends + " times");
        }
    }

    /** Rule 4. */
    private void coverageSumsUp(Entry entry, Transcript transcript) {
        Coverage coverage = transcript.getCoverage();
        double sum = coverage.getTranscribedSeconds()
                + coverage.getSilentSeconds()
                + coverage.getSuppressedSeconds()
                + coverage.getGapSeconds();
        if (Math.abs(sum - transcript.getDurationSeconds()) > HALF_A_SAMPLE) {
            broken(entry.jobId(), "accounts for " + sum + " s of " + transcript.getDurationSeconds());
        }
    }

    /** Nothing lost, nothing heard otherwise, nothing in another place. */
    private void sameAsUndisturbed(Entry entry, Transcript transcript) {
        Transcript other = undisturbed.get(entry.recording());
        if (other == null) {
            broken(entry.jobId(), "was made of a recording that nobody heard undisturbed");
            return;
        }
        if (!content(transcript).equals(content(other))) {
            broken(
                    entry.jobId(),
                    "differs from the undisturbed transcript of " + entry.recording() + ":\n  " + content(transcript)
                            + "\n  " + content(other));
        }
    }

    /** All that is the same for the same recording, with the job's own name taken out. */
    private static String content(Transcript transcript) {
        String segments =
                transcript.getSegments().stream().map(Segment::toString).collect(Collectors.joining("\n"));
        String content = String.join(
                "\n",
                transcript.getText(),
                segments,
                transcript.getCoverage().toString(),
                transcript.getLanguage(),
                Double.toString(transcript.getDurationSeconds()),
                Integer.toString(transcript.getChunks()),
                transcript.getDamaged());
        return content.replace(transcript.getJobId(), "<job>");
    }

    /** Rule 5. */
    private void nothingOfOthers(Entry entry) {
        Set<String> names = new HashSet<>();
        Set<String> clients = new HashSet<>();
        for (ChunkTranscript value : topics.segments(entry.jobId())) {
            value.getSegments().forEach(segment -> names.addAll(Invented.namesIn(segment.getText())));
            clients.add(value.getClient());
        }
        for (Transcript transcript : topics.done(entry.jobId())) {
            names.addAll(Invented.namesIn(transcript.toString()));
            clients.add(transcript.getClient());
        }
        for (JobFailure failure : topics.failed(entry.jobId())) {
            names.addAll(Invented.namesIn(failure.toString()));
            clients.add(failure.getClient());
        }
        for (JobEvent event : topics.events(entry.jobId())) {
            names.addAll(Invented.namesIn(event.toString()));
            // What was refused may have come before the job, when nobody knew whose it would be.
            if (event.getType() != EventType.REFUSED) {
                clients.add(event.getClient());
            }
        }
        names.remove(entry.jobId());
        clients.remove(entry.client());
        if (!names.isEmpty() || !clients.isEmpty()) {
            broken(entry.jobId(), "of " + entry.client() + " has to do with " + names + clients);
        }
    }

    private void progressGoesOn(Entry entry) {
        double progress = 0;
        double seconds = 0;
        int ends = 0;
        Set<String> heard = new HashSet<>();
        for (JobEvent event : topics.events(entry.jobId())) {
            if (event.getType() == EventType.HEARD
                    && !heard.add(event.getDetails().get("chunkIndex"))) {
                broken(
                        entry.jobId(),
                        "says twice that it heard chunk " + event.getDetails().get("chunkIndex"));
            } else if (isMerged(event)) {
                if (goesBack(progress, event.getProgress()) || goesBack(seconds, event.getSecondsDone()) || ends > 0) {
                    broken(
                            entry.jobId(),
                            "goes back from " + progress + " to " + event.getProgress() + " with " + event.getType());
                }
                progress = Math.max(progress, event.getProgress());
                seconds = Math.max(seconds, event.getSecondsDone());
            }
            ends += event.getType() == EventType.COMPLETED || event.getType() == EventType.FAILED ? 1 : 0;
        }
        if (ends != 1) {
            broken(entry.jobId(), "says " + ends + " times that it ended");
        }
    }

    /** Where nothing is known yet, nothing is said: -1. */
    private static boolean goesBack(double before, double now) {
        return now >= 0 && now < before;
    }

    private static boolean isMerged(JobEvent event) {
        return event.getType() == EventType.PARTIAL || event.getType() == EventType.COMPLETED;
    }

    private void nothingSetAside() {
        topics.deadLetters().forEach(letter -> broken("a dead letter", letter));
    }

    private void nothingOpen() {
        topics.open().forEach((store, rows) -> broken(store, "still has " + rows));
    }

    private void broken(String who, String what) {
        broken.add(who + " " + what);
    }
}
