package io.scribestream.chunker;

import static io.scribestream.chunker.ChunkerUnderTest.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.JobOptions;
import io.scribestream.schemas.avro.Priority;
import io.scribestream.schemas.avro.Source;
import io.scribestream.schemas.avro.SourceKind;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void staysTheSameForWhatDoesNotChangeTheTranscript() {
        TranscriptionJob again = job("a").setSubmittedAt(Instant.EPOCH.plusSeconds(9))
                .setPriority(Priority.HIGH)
                .setMetadata(Map.of("note", "second try"))
                .build();
        assertThat(Fingerprint.of(again)).isEqualTo(Fingerprint.of(job("a").build()));
    }

    @Test
    void differsForEverythingThatChangesTheTranscriptOrItsOwner() {
        assertThat(Stream.of(
                                job("a"),
                                job("a").setClient("other"),
                                job("a", "de"),
                                job("a").setOptions(new JobOptions("en", "a prompt", false)),
                                job("a").setOptions(new JobOptions("en", "", true)),
                                job("a").setSource(new Source(SourceKind.UPLOAD, "/audio/a", "a", -1L, "")),
                                job("a").setSource(new Source(SourceKind.FILE, "/audio/a", "a", 7L, "")),
                                job("a").setSource(new Source(SourceKind.FILE, "/audio/b", "a", -1L, "")))
                        .map(builder -> Fingerprint.of(builder.build())))
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsASourceByItsSumWhereverItLies() {
        Source here = new Source(SourceKind.FILE, "/here/talk.wav", "talk.wav", 7L, "ab");
        Source there = new Source(SourceKind.UPLOAD, "1234", "talk (1).wav", 7L, "ab");
        assertThat(Fingerprint.of(job("a").setSource(here).build()))
                .isEqualTo(Fingerprint.of(job("a").setSource(there).build()));
    }
}
