package io.scribestream.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.scribestream.ingest.letters.DeadLetter;
import io.scribestream.ingest.letters.Letters;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as the API shows it.
 *
 * @param id partition and offset on the topic of dead letters
 * @param state open, redriven or dropped
 * @param topic where the record came from, with its partition and offset there
 * @param error class of what was thrown
 * @param answered whether its sender was told
 * @param headers all of them, error headers too; what is no text is in base 64 behind {@code base64:}; null in lists
 * @param valueBytes how many there are; null in lists
 * @param value the bytes in base 64; null in lists, and where there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LetterView(
        String id,
        String state,
        String topic,
        int partition,
        long offset,
        @Nullable String key,
        @JsonProperty("job_id") @Nullable String jobId,
        String step,
        String error,
        String message,
        String at,
        boolean answered,
        @Nullable Map<String, String> headers,
        @JsonProperty("value_bytes") @Nullable Integer valueBytes,
        @Nullable String value) {

    static LetterView of(DeadLetter letter) {
        return new LetterView(
                letter.id(),
                letter.state().name().toLowerCase(Locale.ROOT),
                letter.origin().topic(),
                letter.origin().partition(),
                letter.origin().offset(),
                letter.key(),
                letter.jobId(),
                letter.step(),
                letter.error(),
                letter.message(),
                letter.at().toString(),
                letter.answered(),
                null,
                null,
                null);
    }

    LetterView with(Letters.Content content) {
        Map<String, String> texts = new TreeMap<>();
        content.headers().forEach((name, bytes) -> texts.put(name, text(bytes)));
        byte[] bytes = content.value();
        return new LetterView(
                id,
                state,
                topic,
                partition,
                offset,
                key,
                jobId,
                step,
                error,
                message,
                at,
                answered,
                texts,
                bytes == null ? 0 : bytes.length,
                bytes == null ? null : Base64.getEncoder().encodeToString(bytes));
    }

    private static String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "base64:" + Base64.getEncoder().encodeToString(bytes);
        }
    }
}
