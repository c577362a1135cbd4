package io.scribestream.renderers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.Word;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a transcript says, for programs. The order of the fields does not change; new ones may come. Times are
 * seconds of the source with three decimals, probabilities have four, moments are ISO 8601 in UTC. What is not known
 * is {@code null}.
 *
 * <pre>
 * job_id, version
 * source             name, bytes, sha256 (not its place: paths are nobody's business)
 * options            language, prompt, translate
 * producer, engine, model
 * language, language_probability
 * duration
 * coverage           transcribed, silent, suppressed, gap: seconds that add up to the duration (but for the rounding);
 *                    damaged: seconds that the source declares behind it
 *   suppressed_for   seconds by reason
 *   samples          rate, duration, transcribed, silent, suppressed, gap, damaged: the same to the sample; null in
 *                    transcripts of older versions
 *   gaps[]           start, end, reason, message
 * fixed[]            start, end, reason, message: gaps of the version before that this one heard
 * damaged            what was wrong with the source
 * chunks
 * submitted_at, finished_at
 * metadata           the sender's own notes, by name
 * text               all trusted segments, joined by a space
 * segments[]         id (from 0), start, end, text, language, probability, no_speech_probability,
 *                    suppressed: why the text is not trusted; null where it is
 *   words[]          text, start, end, probability; only where words were asked for
 * </pre>
 */
final class JsonRenderer implements Renderer {

    /** Samples a second, as sources are cut and counted. */
    private static final int RATE = 16_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    /** Not the default, which ends lines as the machine does. */
    private static final DefaultPrettyPrinter LAYOUT =
            new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

    @Override
    public void render(Transcript transcript, RenderOptions options, Writer out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out).setPrettyPrinter(LAYOUT.createInstance())) {
            json.writeStartObject();
            json.writeStringField("job_id", transcript.getJobId());
            json.writeNumberField("version", transcript.getVersion());
            source(json, transcript.getSource());
            options(json, transcript.getOptions());
            known(json, "producer", transcript.getProducer());
            known(json, "engine", transcript.getEngine());
            known(json, "model", transcript.getModel());
            known(json, "language", transcript.getLanguage());
            probability(json, "language_probability", transcript.getLanguageProbability());
            seconds(json, "duration", transcript.getDurationSeconds());
            coverage(json, transcript.getCoverage());
            gaps(json, "fixed", transcript.getFixed());
            known(json, "damaged", transcript.getDamaged());
            json.writeNumberField("chunks", transcript.getChunks());
            moment(json, "submitted_at", transcript.getSubmittedAt());
            moment(json, "finished_at", transcript.getFinishedAt());
            metadata(json, transcript.getMetadata());
            json.writeStringField("text", transcript.getText());
            segments(json, transcript, options);
            json.writeEndObject();
        }
        out.write('\n');
    }

    private static void source(JsonGenerator json, Source source) throws IOException {
        json.writeObjectFieldStart("source");
        json.writeStringField("name", source.getName());
        if (source.getBytes() < 0) {
            json.writeNullField("bytes");
        } else {
            json.writeNumberField("bytes", source.getBytes());
        }
        known(json, "sha256", source.getSha256());
        json.writeEndObject();
    }

    private static void options(JsonGenerator json, JobOptions options) throws IOException {
        json.writeObjectFieldStart("options");
        json.writeStringField("language", options.getLanguage());
        json.writeStringField("prompt", options.getPrompt());
        json.writeBooleanField("translate", options.getTranslate());
        json.writeEndObject();
    }

    private static void coverage(JsonGenerator json, Coverage coverage) throws IOException {
        json.writeObjectFieldStart("coverage");
        seconds(json, "transcribed", coverage.getTranscribedSeconds());
        seconds(json, "silent", coverage.getSilentSeconds());
        seconds(json, "suppressed", coverage.getSuppressedSeconds());
        seconds(json, "gap", coverage.getGapSeconds());
        seconds(json, "damaged", coverage.getDamagedSeconds());
        json.writeObjectFieldStart("suppressed_for");
        for (Map.Entry<String, Long> doubt : new TreeMap<>(coverage.getSuppressed()).entrySet()) {
            seconds(json, doubt.getKey(), doubt.getValue() / (double) RATE);
        }
        json.writeEndObject();
        samples(json, coverage);
        gaps(json, "gaps", coverage.getGaps());
        json.writeEndObject();
    }

    private static void samples(JsonGenerator json, Coverage coverage) throws IOException {
        if (coverage.getSamples() < 0) {
            json.writeNullField("samples");
            return;
        }
        json.writeObjectFieldStart("samples");
        json.writeNumberField("rate", RATE);
        json.writeNumberField("duration", coverage.getSamples());
        json.writeNumberField("transcribed", coverage.getTranscribedSamples());
        json.writeNumberField("silent", coverage.getSilentSamples());
        json.writeNumberField("suppressed", coverage.getSuppressedSamples());
        json.writeNumberField("gap", coverage.getGapSamples());
        json.writeNumberField("damaged", coverage.getDamagedSamples());
        json.writeEndObject();
    }

    private static void gaps(JsonGenerator json, String name, List<Gap> gaps) throws IOException {
        json.writeArrayFieldStart(name);
        for (Gap gap : gaps) {
            json.writeStartObject();
            seconds(json, "start", gap.getStart());
            seconds(json, "end", gap.getEnd());
            json.writeStringField("reason", gap.getReason());
            json.writeStringField("message", gap.getMessage());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void metadata(JsonGenerator json, Map<String, String> metadata) throws IOException {
        json.writeObjectFieldStart("metadata");
        // sorted: a map read from the wire has no order of its own
        for (Map.Entry<String, String> note : new TreeMap<>(metadata).entrySet()) {
            json.writeStringField(note.getKey(), note.getValue());
        }
        json.writeEndObject();
    }

    private static void segments(JsonGenerator json, Transcript transcript, RenderOptions options) throws IOException {
        json.writeArrayFieldStart("segments");
        int id = 0;
        for (Segment segment : transcript.getSegments()) {
            json.writeStartObject();
            json.writeNumberField("id", id++);
            seconds(json, "start", segment.getStart());
            seconds(json, "end", segment.getEnd());
            json.writeStringField("text", segment.getText());
            known(json, "language", segment.getLanguage());
            probability(json, "probability", segment.getProbability());
            probability(json, "no_speech_probability", segment.getNoSpeechProbability());
            known(json, "suppressed", segment.getSuppressed());
            if (options.words()) {
                words(json, segment);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void words(JsonGenerator json, Segment segment) throws IOException {
        json.writeArrayFieldStart("words");
        for (Word word : segment.getWords()) {
            json.writeStartObject();
            json.writeStringField("text", word.getText());
            seconds(json, "start", word.getStart());
            seconds(json, "end", word.getEnd());
            probability(json, "probability", word.getProbability());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void seconds(JsonGenerator json, String name, double seconds) throws IOException {
        json.writeNumberField(name, BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP));
    }

    private static void probability(JsonGenerator json, String name, float probability) throws IOException {
        if (probability >= 0 && probability <= 1) {
            json.writeNumberField(name, BigDecimal.valueOf(probability).setScale(4, RoundingMode.HALF_UP));
        } else {
            json.writeNullField(name);
        }
    }

    private static void moment(JsonGenerator json, String name, Instant moment) throws IOException {
        if (moment.toEpochMilli() == 0) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, moment.toString());
        }
    }

    private static void known(JsonGenerator json, String name, String value) throws IOException {
        if (value.isEmpty()) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }
}
