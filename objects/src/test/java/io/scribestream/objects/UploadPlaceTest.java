package io.scribestream.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.RejectedException;
import io.scribestream.schemas.Reason;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadPlaceTest {

    private static Optional<UploadPlace> place(String setting) {
        return UploadPlace.from(Env.of(Map.of("SCRIBE_UPLOAD_S3", setting)));
    }

    @Test
    void isNoneUnlessItIsSet() {
        assertThat(place("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "s3://talks, 1234",
        "s3://talks/, 1234",
        "s3://talks/u, u/1234",
        "s3://talks/uploads, uploads/1234",
        "s3://talks/uploads/, uploads/1234",
        "s3://talks/a/b/, a/b/1234"
    })
    void namesTheObjectOfAnUpload(String setting, String key) {
        assertThat(place(setting).orElseThrow().address("1234")).isEqualTo(new S3Address("talks", key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "talks",
                "talks/uploads",
                "https://talks/uploads",
                "s3://",
                "s3:///uploads",
                "s3://Talks/uploads",
                "s3://talks//uploads",
                "s3://talks//",
                "s3://talks/uploads//",
                "s3://talks/my uploads"
            })
    void saysWhatIsWrongInOneSentence(String setting) {
        assertThatThrownBy(() -> place(setting))
                .isInstanceOf(ConfigException.class)
                .hasMessage("SCRIBE_UPLOAD_S3 is '" + setting
                        + "', but has to be a bucket, with or without a prefix, as in s3://bucket/uploads/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../1234", "a/b", ".part", "%2e%2e"})
    void leadsNowhereElseByAName(String name) {
        assertThatThrownBy(() -> place("s3://talks/uploads/").orElseThrow().address(name))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_NOT_FOUND));
    }

    @Test
    void holdsWhatLiesBelowItAlone() {
        UploadPlace place = place("s3://talks/uploads").orElseThrow();

        assertThat(place.holds(new S3Address("talks", "uploads/1234"))).isTrue();
        assertThat(place.holds(new S3Address("talks", "uploads-of-others/1234")))
                .isFalse();
        assertThat(place.holds(new S3Address("others", "uploads/1234"))).isFalse();
    }
}
