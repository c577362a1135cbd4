package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.JobOptions;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobIdsTest {

    private static final JobOptions AUTO = new JobOptions("auto", "", false);

    @Test
    void givesTheSameContentOptionsAndModelTheSameId() {
        assertThat(JobIds.of("sound", AUTO, "base")).isEqualTo(JobIds.of("sound", AUTO, "base"));
    }

    @Test
    void tellsApartWhatDiffersInAnyOfThem() {
        assertThat(Set.of(
                        JobIds.of("sound", AUTO, "base"),
                        JobIds.of("noise", AUTO, "base"),
                        JobIds.of("sound", AUTO, "tiny"),
                        JobIds.of("sound", new JobOptions("de", "", false), "base"),
                        JobIds.of("sound", new JobOptions("auto", "names", false), "base"),
                        JobIds.of("sound", new JobOptions("auto", "", true), "base")))
                .hasSize(6);
    }

    @Test
    void takesTheNextTryWhereAnIdIsUsedUp() {
        assertThat(JobIds.next("id", Set.of())).isEqualTo("id");
        assertThat(JobIds.next("id", Set.of("id", "id.2"))).isEqualTo("id.3");
        assertThat(JobIds.isTryOf("id.3", "id")).isTrue();
        assertThat(JobIds.isTryOf("id3", "id")).isFalse();
    }
}
