package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.Reason;
import io.scribestream.schemas.UnknownFieldException;
import io.scribestream.schemas.registry.IncompatibleSchemaException;
import io.scribestream.schemas.registry.RegistryUnavailableException;
import io.scribestream.schemas.registry.UnknownSchemaException;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.RocksDBException;

final class FaultTest {

    @ParameterizedTest
    @MethodSource
    void tellsWhoseFaultItIs(Throwable error, Fault fault) {
        assertThat(Fault.of(error)).isEqualTo(fault);
        assertThat(Fault.of(new StreamsException("wrapped by Kafka", error))).isEqualTo(fault);
    }

    static Stream<Arguments> tellsWhoseFaultItIs() {
        return Stream.of(
                Arguments.of(new UnavailableException("no engine"), Fault.DEPENDENCY),
                Arguments.of(new UnavailableException("no disk", new IOException("full")), Fault.DEPENDENCY),
                Arguments.of(new RegistryUnavailableException("no answer"), Fault.DEPENDENCY),
                Arguments.of(new TimeoutException("no broker"), Fault.DEPENDENCY),
                Arguments.of(new MissingSourceTopicException("no topic yet"), Fault.DEPENDENCY),
                Arguments.of(
                        new KafkaException("Unexpected error from SyncGroup: The coordinator is loading and hence can't"
                                + " process requests."),
                        Fault.DEPENDENCY),
                Arguments.of(new KafkaException("Unexpected error from SyncGroup: something else"), Fault.PROCESS),
                Arguments.of(new SerializationException("garbage"), Fault.RECORD),
                Arguments.of(new UnknownFieldException("colour"), Fault.RECORD),
                Arguments.of(new UnknownSchemaException("id 7"), Fault.RECORD),
                Arguments.of(new RejectedException(Reason.EMPTY_FILE, "no bytes"), Fault.RECORD),
                Arguments.of(new NullPointerException(), Fault.RECORD),
                Arguments.of(new IncompatibleSchemaException("field removed"), Fault.PROCESS),
                Arguments.of(new RecordTooLargeException("5 MB"), Fault.PROCESS),
                Arguments.of(new ProcessorStateException("no space left"), Fault.PROCESS),
                Arguments.of(
                        new ProcessorStateException("cannot put", new RocksDBException("no space left")),
                        Fault.PROCESS),
                Arguments.of(new OutOfMemoryError(), Fault.PROCESS));
    }
}
