package io.scribestream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.Topic.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void areTheseInTheOrderOfTheFlow() {
        assertThat(Topics.all())
                .extracting(topic -> topic.name() + ": " + topic.type().getSimpleName())
                .containsExactly(
                        "transcription.jobs: TranscriptionJob",
                        "transcription.control: JobCommand",
                        "transcription.audio: AudioChunk",
                        "transcription.segments: ChunkTranscript",
                        "transcription.done: Transcript",
                        "transcription.error: JobFailure",
                        "transcription.events: JobEvent",
                        "transcription.keys: ClientKey",
                        "transcription.operations: OperatorOrder",
                        "transcription.breakers: BreakerReport",
                        "transcription.requests: RequestClaim",
                        "transcription.webhooks: Webhook",
                        "transcription.webhook-log: Webhook");
        assertThat(Topics.DEAD_LETTERS).isEqualTo("transcription.dead-letters");
    }

    @Test
    void areInTheReadmeAsTheyAreHere() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(Topics.all()).allSatisfy(topic -> assertThat(readme)
                .contains("| `" + topic.name() + "` | " + topic.key() + " | `"
                        + topic.type().getSimpleName() + "` |"));
        assertThat(readme).contains("| `" + Topics.DEAD_LETTERS + "` |");
    }

    @Test
    void shareNeitherANameNorASubject() {
        assertThat(Topics.all()).extracting(Topic::name).doesNotHaveDuplicates().doesNotContain(Topics.DEAD_LETTERS);
        assertThat(Topics.all())
                .extracting(Topic::subject)
                .doesNotHaveDuplicates()
                .allMatch(subject -> subject.endsWith("-value"));
    }

    @Test
    void haveOnePartitionCountWhereTheJobIsTheKeyAndAnotherForAudio() {
        assertThat(Topics.all())
                .filteredOn(topic -> topic.spread() == Spread.BY_CHUNK)
                .containsExactly(Topics.AUDIO);
        assertThat(Topics.all())
                .filteredOn(topic -> topic.spread() == Spread.BY_JOB && topic != Topics.WEBHOOKS)
                .allMatch(topic -> topic.key().equals("jobId"))
                .hasSize(6);
    }

    @Test
    void refuseUnknownFieldsOnlyWhereStrangersWrite() {
        assertThat(Topics.all()).filteredOn(Topic::strict).containsExactly(Topics.JOBS);
    }

    @Test
    void takeRecordsOfFourMebibytesAndTranscriptsOfAnyLength() {
        assertThat(Topics.all()).allSatisfy(topic -> assertThat(topic.config())
                .containsEntry("max.message.bytes", Integer.toString(topic.maxRecordBytes())));
        assertThat(Topics.all())
                .filteredOn(topic -> topic.maxRecordBytes() != 4 * 1024 * 1024)
                .containsExactly(Topics.DONE)
                .allMatch(topic -> topic.maxRecordBytes() >= 16 * 1024 * 1024);
    }

    @Test
    void areKeptAsLongAsTheyAreNeeded() {
        assertThat(Topics.AUDIO.config())
                .containsEntry("retention.ms", "86400000")
                .containsEntry("compression.type", "uncompressed");
        assertThat(Topics.DONE.config())
                .containsEntry("retention.ms", "2592000000")
                .containsEntry("compression.type", "gzip")
                .containsEntry("cleanup.policy", "delete");
    }

    @Test
    void keepTheNewestRecordOfEveryKeyForEverAndInOnePartition() {
        assertThat(Topics.KEYS.config())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("retention.ms", "-1");
        assertThat(Topics.all())
                .filteredOn(topic -> topic.spread() == Spread.ALONE)
                .containsExactly(Topics.KEYS, Topics.OPERATIONS, Topics.BREAKERS, Topics.REQUESTS, Topics.WEBHOOK_LOG);
        assertThat(List.of(Topics.KEYS, Topics.OPERATIONS, Topics.WEBHOOK_LOG))
                .allSatisfy(topic -> assertThat(topic.config()).containsEntry("cleanup.policy", "compact"));
    }

    @Test
    void aChunksKeyIsItsJobAndItsIndex() {
        assertThat(List.of(Topics.chunkKey("job-1", 0), Topics.chunkKey("a/b", 12)))
                .containsExactly("job-1/0", "a/b/12");
    }

    @Test
    void reasonsAreWrittenInLowerCase() {
        assertThat(Reason.UNKNOWN_FIELD.code()).isEqualTo("unknown_field");
        assertThat(Reason.values())
                .extracting(Reason::code)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[a-z_]+"));
    }
}
