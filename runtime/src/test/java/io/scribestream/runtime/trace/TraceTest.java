package io.scribestream.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {

    private static final String GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void goesFromTheHeadersOfOneRecordToThoseOfAnother() {
        Headers from = new RecordHeaders();
        Trace.of(GOOD, "vendor=1").putOn(from);
        Headers to = new RecordHeaders();
        Trace.of("00-00000000000000000000000000000001-0000000000000001-00", "old=1")
                .putOn(to);

        Trace.of(from).putOn(to);

        assertThat(Trace.of(to)).isEqualTo(new Trace(GOOD, "vendor=1"));
        assertThat(to.headers(Trace.PARENT)).hasSize(1);
        assertThat(to.headers(Trace.STATE)).hasSize(1);
        assertThat(Trace.of(to).id()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void readsWhatItKnowsOfALaterVersion() {
        String later = "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes-later";
        assertThat(Trace.of(later, null).parent()).isEqualTo(later);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
            })
    void isNoneWhereTheHeaderIsNotAsItShouldBe(String parent) {
        Trace trace = Trace.of(parent, "vendor=1");

        assertThat(trace.isNone()).isTrue();
        Headers headers = new RecordHeaders();
        trace.putOn(headers);
        assertThat(headers).isEmpty();
    }

    @Test
    void isNoneWhereThereIsNoHeader() {
        assertThat(Trace.of(null, null)).isEqualTo(Trace.NONE);
        assertThat(Trace.of(new RecordHeaders())).isEqualTo(Trace.NONE);
    }

    @Test
    void carriesATraceOnThoughNothingIsToldOfIt() {
        Trace trace = Trace.of(GOOD, null);

        assertThat(Traces.on()).isFalse();
        assertThat(Traces.begin(trace, Instant.EPOCH).trace()).isEqualTo(trace);
        assertThat(Traces.record(Span.of("work", trace, Instant.EPOCH, Instant.EPOCH)))
                .isEqualTo(trace);
    }
}
