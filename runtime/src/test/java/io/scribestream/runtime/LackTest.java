package io.scribestream.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LackTest {

    @Test
    void isToldAsTheFailureOfAJobIs() {
        assertThat(new EnvironmentException(Lack.PORT_TAKEN, "port 1 is taken").told())
                .isEqualTo("port 1 is taken [port_taken]");
        assertThat(new EnvironmentException("odd").told()).isEqualTo("odd [environment]");
    }

    @Test
    void tellsAFullDiskFromOneThatCannotBeWritten() {
        assertThat(Lack.fullOr(Lack.OUTPUT_NOT_WRITABLE, new IOException("/a: No space left on device")))
                .isEqualTo(Lack.DISK_FULL);
        assertThat(Lack.fullOr(Lack.OUTPUT_NOT_WRITABLE, new IOException("/a: Disk quota exceeded")))
                .isEqualTo(Lack.DISK_FULL);
        assertThat(Lack.fullOr(Lack.OUTPUT_NOT_WRITABLE, new IOException("/a: Permission denied")))
                .isEqualTo(Lack.OUTPUT_NOT_WRITABLE);
    }
}
