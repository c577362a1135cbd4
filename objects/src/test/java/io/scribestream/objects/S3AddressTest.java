package io.scribestream.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.RejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3AddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"s3://talks", "s3://talks/", "s3:///a.mp3", "S3://talks/a.mp3", "s3://Talks/a.mp3", "talks/a.mp3"
            })
    void readsNoAddressThatIsNone(String location) {
        assertThatThrownBy(() -> S3Address.parse(location)).isInstanceOf(RejectedException.class);
    }

    @Test
    void readsKeysAsTheyStandThere() {
        assertThat(S3Address.parse("s3://talks/a b?c#d%20e/f.mp3"))
                .isEqualTo(new S3Address("talks", "a b?c#d%20e/f.mp3"));
    }
}
