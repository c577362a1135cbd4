package io.scribestream.ingest;

import io.scribestream.schemas.avro.Coverage;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.Gap;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.JobFailure;
import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.Stage;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.util.List;
import java.util.Map;

final class Examples {

    private Examples() {}

    static TranscriptionJob job(String jobId, String client, String name) {
        return TranscriptionJob.newBuilder()
                .setJobId(jobId)
                .setClient(client)
                .setSource(Source.newBuilder()
                        .setKind(SourceKind.UPLOAD)
                        .setLocation("upload-1")
                        .setName(name)
                        .build())
                .build();
    }

    static Transcript transcript(String jobId, String upload, String text) {
        return Transcript.newBuilder()
                .setJobId(jobId)
                .setSource(new Source(SourceKind.UPLOAD, upload, "talk.wav", 10L, ""))
                .setOptions(new JobOptions("auto", "", false))
                .setText(text)
                .setSegments(List.of(Segment.newBuilder()
                        .setStart(0.5)
                        .setEnd(2.0)
                        .setText(text)
                        .build()))
                .setDurationSeconds(3)
                .build();
    }

    static JobEvent event(String jobId, EventType type, Map<String, String> details) {
        return JobEvent.newBuilder()
                .setEventId("e")
                .setJobId(jobId)
                .setType(type)
                .setDetails(details)
                .build();
    }

    static JobEvent partial(String jobId, double progress, String text) {
        return JobEvent.newBuilder()
                .setEventId("e")
                .setJobId(jobId)
                .setType(EventType.PARTIAL)
                .setStage(Stage.TRANSCRIBING)
                .setProgress(progress)
                .setSegments(List.of(
                        Segment.newBuilder().setStart(0).setEnd(1).setText(text).build()))
                .build();
    }

    static JobFailure failure(String jobId, String reason) {
        return JobFailure.newBuilder()
                .setJobId(jobId)
                .setReason(reason)
                .setMessage("It cannot be.")
                .build();
    }

    static Transcript withGap(String jobId, int version) {
        Transcript transcript = transcript(jobId, "upload-1", "some of it");
        transcript.setVersion(version);
        transcript.setCoverage(Coverage.newBuilder()
                .setGaps(List.of(new Gap(2.0, 3.0, "deadline", "Too slow.")))
                .build());
        return transcript;
    }
}
