package io.scribestream.ingest.openai;

import io.scribestream.schemas.avro.Transcript;

/**
 * What a request used.
 *
 * @param seconds of sound, rounded up
 */
public record UsageBody(String type, long seconds) {

    static UsageBody of(Transcript transcript) {
        return new UsageBody("duration", (long) Math.ceil(transcript.getDurationSeconds()));
    }
}
