package io.scribestream.renderers;

import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.Word;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Transcripts as a test writes them down. */
final class Transcripts {

    static Transcript of(List<Segment> segments, double duration, Gap... gaps) {
        double gap = 0;
        for (Gap each : gaps) {
            gap += each.getEnd() - each.getStart();
        }
        return Transcript.newBuilder()
                .setJobId("job-1")
                .setSource(Source.newBuilder()
                        .setKind(SourceKind.FILE)
                        .setLocation("/home/me/talk.wav")
                        .setName("talk.wav")
                        .setBytes(1234)
                        .build())
                .setOptions(JobOptions.newBuilder().setLanguage("en").build())
                .setText(segments.stream()
                        .filter(segment -> segment.getSuppressed().isEmpty())
                        .map(Segment::getText)
                        .collect(Collectors.joining(" ")))
                .setSegments(segments)
                .setLanguage("en")
                .setLanguageProbability(0.98765f)
                .setDurationSeconds(duration)
                .setCoverage(Coverage.newBuilder()
                        .setTranscribedSeconds(duration - gap)
                        .setGapSeconds(gap)
                        .setGaps(List.of(gaps))
                        .build())
                .setChunks(3)
                .setEngine("whisper.cpp 1.7.1")
                .setModel("ggml-base-q8_0 364167dabed3")
                .setProducer("scribestream 0.1.0")
                .setSubmittedAt(Instant.ofEpochMilli(0))
                .setFinishedAt(Instant.parse("2026-01-02T03:04:05.678Z"))
                .setMetadata(Map.of("z", "last", "a", "first"))
                .build();
    }

    /** Words spoken one after the other, all of the same length, with no pause. */
    static Segment spoken(double start, double end, String text) {
        String[] said = text.strip().split("\\s+");
        double each = (end - start) / said.length;
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < said.length; i++) {
            words.add(new Word(said[i], start + i * each, start + (i + 1) * each, 0.9f));
        }
        return Segment.newBuilder()
                .setStart(start)
                .setEnd(end)
                .setText(text)
                .setWords(words)
                .setProbability(0.875f)
                .setLanguage("en")
                .build();
    }

    static Segment suppressed(double start, double end, String text, String reason) {
        Segment segment = spoken(start, end, text);
        segment.setSuppressed(reason);
        return segment;
    }

    private Transcripts() {}
}
