package io.scribestream.ingest.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scribestream.schemas.Languages;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code verbose_json}.
 *
 * @param language its English name in small letters; empty where nobody spoke
 * @param duration seconds
 * @param segments null where only words were asked for; without those that are not trusted
 * @param words null where none were asked for
 * @param gaps beside what OpenAI's API has: what could not be heard; null where there is nothing of the kind
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VerboseAnswer(
        String task,
        String language,
        double duration,
        String text,
        @Nullable List<SegmentBody> segments,
        @Nullable List<WordBody> words,
        UsageBody usage,
        @Nullable List<GapBody> gaps) {

    /**
     * A stretch of text.
     *
     * @param seek where it begins, in hundredths of a second
     * @param tokens always empty: they are not kept
     * @param temperature always 0: the first try is the usual one, and what a second one took is not kept
     * @param avgLogprob natural logarithm of the mean probability of its tokens
     * @param compressionRatio of the text by zlib, as Whisper computes it
     * @param noSpeechProb 0 where the engine cannot say
     */
    public record SegmentBody(
            int id,
            long seek,
            double start,
            double end,
            String text,
            List<Integer> tokens,
            double temperature,
            @JsonProperty("avg_logprob") double avgLogprob,
            @JsonProperty("compression_ratio") double compressionRatio,
            @JsonProperty("no_speech_prob") double noSpeechProb) {}

    public record WordBody(String word, double start, double end) {}

    public record GapBody(double start, double end, String reason) {}

    static VerboseAnswer of(Transcript transcript, AudioTask task, Set<String> granularities) {
        List<Segment> trusted = transcript.getSegments().stream()
                .filter(segment -> segment.getSuppressed().isEmpty())
                .toList();
        return new VerboseAnswer(
                task.code(),
                language(transcript, task),
                rounded(transcript.getDurationSeconds()),
                transcript.getText(),
                granularities.contains("segment") ? segments(trusted) : null,
                granularities.contains("word") ? words(trusted) : null,
                UsageBody.of(transcript),
                gaps(transcript));
    }

    private static String language(Transcript transcript, AudioTask task) {
        String code = task == AudioTask.TRANSLATE ? "en" : transcript.getLanguage();
        return Languages.isKnown(code) ? Languages.name(code).toLowerCase(Locale.ROOT) : code;
    }

    private static List<SegmentBody> segments(List<Segment> trusted) {
        List<SegmentBody> bodies = new ArrayList<>(trusted.size());
        for (Segment segment : trusted) {
            bodies.add(new SegmentBody(
                    bodies.size(),
                    Math.round(segment.getStart() * 100),
                    rounded(segment.getStart()),
                    rounded(segment.getEnd()),
                    segment.getText(),
                    List.of(),
                    0,
                    Math.log(Math.max(segment.getProbability(), Float.MIN_NORMAL)),
                    Zlib.ratio(segment.getText()),
                    Math.max(0, segment.getNoSpeechProbability())));
        }
        return bodies;
    }

    private static List<WordBody> words(List<Segment> trusted) {
        return trusted.stream()
                .flatMap(segment -> segment.getWords().stream())
                .map(word -> new WordBody(word.getText(), rounded(word.getStart()), rounded(word.getEnd())))
                .toList();
    }

    private static @Nullable List<GapBody> gaps(Transcript transcript) {
        List<Gap> gaps = transcript.getCoverage().getGaps();
        return gaps.isEmpty()
                ? null
                : gaps.stream()
                        .map(gap -> new GapBody(rounded(gap.getStart()), rounded(gap.getEnd()), gap.getReason()))
                        .toList();
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
