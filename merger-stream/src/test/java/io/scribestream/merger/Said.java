package io.scribestream.merger;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Failure;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Redrive;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceEnd;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Span;
import io.scribestream.schemas.avro.TranscriptionJob;
import io.scribestream.schemas.avro.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the merger hears of a job, as a test writes it down. All times in seconds of the source. */
public final class Said {

    private static final int RATE = 16_000;

    /** A chunk of one span in which one sentence was said, its words evenly over the whole span. */
    public static ChunkTranscript chunk(String jobId, int index, double start, double end, String text) {
        return chunk(jobId, index, start, end, List.of(segment(start, end, text)));
    }

    public static ChunkTranscript chunk(String jobId, int index, double start, double end, List<Segment> segments) {
        return ChunkTranscript.newBuilder()
                .setJobId(jobId)
                .setClient("anna")
                .setIndex(index)
                .setSpans(List.of(span(start, end)))
                .setSourceSeconds(100)
                .setSegments(segments)
                .setLanguage("en")
                .setLanguageProbability(0.75f)
                .setEngine("whisper.cpp 1.7.1")
                .setModel("ggml-base-q8_0 364167dabed3")
                .build();
    }

    public static ChunkTranscript failedChunk(String jobId, int index, double start, double end, String reason) {
        return ChunkTranscript.newBuilder()
                .setJobId(jobId)
                .setClient("anna")
                .setIndex(index)
                .setSpans(List.of(span(start, end)))
                .setSourceSeconds(100)
                .setFailure(new Failure(reason, "Why chunk " + index + " failed."))
                .build();
    }

    public static Segment segment(double start, double end, String text) {
        String[] said = text.split(" ");
        double each = (end - start) / said.length;
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < said.length; i++) {
            words.add(word(said[i], start + i * each, start + (i + 1) * each));
        }
        return segment(words);
    }

    public static Segment segment(List<Word> words) {
        return Segment.newBuilder()
                .setStart(words.get(0).getStart())
                .setEnd(words.get(words.size() - 1).getEnd())
                .setText(String.join(" ", words.stream().map(Word::getText).toList()))
                .setWords(words)
                .setProbability(0.9f)
                .setLanguage("en")
                .build();
    }

    public static Segment suppressed(double start, double end, String text) {
        Segment segment = segment(start, end, text);
        segment.setSuppressed("repetition");
        return segment;
    }

    public static Word word(String text, double start, double end) {
        return new Word(text, start, end, 0.9f);
    }

    public static Span span(double start, double end) {
        long first = Math.round(start * RATE);
        return new Span(first, 0, (int) (Math.round(end * RATE) - first));
    }

    public static SourceEnd sourceEnd(String jobId, int chunks, double seconds) {
        return SourceEnd.newBuilder()
                .setJob(job(jobId))
                .setChunks(chunks)
                .setSamples(Math.round(seconds * RATE))
                .setLanguage("en")
                .setLanguageProbability(0.95f)
                .build();
    }

    public static ChunkTranscript end(String jobId, int chunks, double seconds) {
        return end(sourceEnd(jobId, chunks, seconds));
    }

    /** The end of a job without a transcript. */
    public static ChunkTranscript broken(String jobId, int chunks, String reason, boolean again) {
        SourceEnd end = sourceEnd(jobId, chunks, 0);
        end.setFailure(new Failure(reason, "Why the job failed."));
        end.setAgain(again);
        return end(end);
    }

    private static ChunkTranscript end(SourceEnd end) {
        return ChunkTranscript.newBuilder()
                .setJobId(end.getJob().getJobId())
                .setClient(end.getJob().getClient())
                .setIndex(-1)
                .setEnd(end)
                .build();
    }

    /** The same as a chunk of a redrive. */
    public static ChunkTranscript again(int redrive, ChunkTranscript chunk) {
        chunk.setRedrive(redrive);
        return chunk;
    }

    /** A redrive begins. */
    public static ChunkTranscript redrive(String jobId, int number, Integer... indexes) {
        return order(jobId, new Redrive(number, List.of(indexes), null));
    }

    public static ChunkTranscript givenUp(String jobId, int number, String reason) {
        return order(jobId, new Redrive(number, List.of(), new Failure(reason, "Why it was given up.")));
    }

    private static ChunkTranscript order(String jobId, Redrive redrive) {
        return ChunkTranscript.newBuilder()
                .setJobId(jobId)
                .setClient("anna")
                .setIndex(-1)
                .setRedrive(redrive.getNumber())
                .setAgain(redrive)
                .build();
    }

    private static TranscriptionJob job(String jobId) {
        return TranscriptionJob.newBuilder()
                .setJobId(jobId)
                .setClient("anna")
                .setSource(Source.newBuilder()
                        .setKind(SourceKind.UPLOAD)
                        .setLocation("upload-1")
                        .setName("talk.wav")
                        .build())
                .setOptions(JobOptions.newBuilder().build())
                .setMetadata(Map.of("note", "mine"))
                .setCallback("https://example.org/hooks")
                .build();
    }

    private Said() {}
}
