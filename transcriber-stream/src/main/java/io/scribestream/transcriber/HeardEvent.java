package io.scribestream.transcriber;

import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Says that a chunk was heard, or that it could not be. */
final class HeardEvent {

    static JobEvent of(Hearing hearing, Instant at) {
        ChunkTranscript chunk = hearing.transcript();
        Map<String, String> details = new HashMap<>(Map.of(
                "chunkIndex",
                Integer.toString(chunk.getIndex()),
                "tookMs",
                Long.toString(chunk.getTookMillis()),
                "attempts",
                Integer.toString(chunk.getAttempts()),
                "calls",
                Integer.toString(hearing.calls()),
                "engine",
                chunk.getEngine()));
        if (chunk.getRedrive() > 0) {
            details.put("redrive", Integer.toString(chunk.getRedrive()));
        }
        if (!chunk.getGivenUp().isEmpty()) {
            details.put("givenUp", chunk.getGivenUp());
        }
        JobEvent event = JobEvent.newBuilder()
                .setEventId(id(chunk))
                .setJobId(chunk.getJobId())
                .setClient(chunk.getClient())
                .setType(EventType.HEARD)
                .setAt(at)
                .setDetails(details)
                .build();
        if (chunk.getFailure() != null) {
            event.setReason(chunk.getFailure().getReason());
            event.setMessage(chunk.getFailure().getMessage());
        }
        return event;
    }

    /** A chunk that a redrive hears again is another event. */
    private static String id(ChunkTranscript chunk) {
        String first = chunk.getJobId() + "/" + EventType.HEARD + "/" + chunk.getIndex();
        return chunk.getRedrive() == 0 ? first : first + "/redrive-" + chunk.getRedrive();
    }

    private HeardEvent() {}
}
