package io.scribestream.runtime.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Health;
import io.scribestream.runtime.watch.DiskCheck.Room;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCheckTest {

    private static final long GB = 1L << 30;

    @Test
    void saysWhatIsFreeAndHowMuchIsUsed() {
        assertThat(DiskCheck.finding(new Room((long) (45.2 * GB), 100 * GB)))
                .isEqualTo(Health.ready("45.2GB free / 100.0GB total (54.8% used)"));
    }

    @Test
    void isDegradedBelowFiveAndUnhealthyBelowOne() {
        assertThat(DiskCheck.finding(new Room(5 * GB, 100 * GB)).status()).isEqualTo(Health.Status.READY);
        assertThat(DiskCheck.finding(new Room(5 * GB - 1, 100 * GB)).status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(DiskCheck.finding(new Room(GB, 100 * GB)).status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(DiskCheck.finding(new Room(GB - 1, 100 * GB)).status()).isEqualTo(Health.Status.FAILED);
    }

    @Test
    void looksAtTheDiskOfAFolderThatIsNotThereYet(@TempDir Path folder) throws Exception {
        Health finding = new DiskCheck(List.of(folder.resolve("not").resolve("yet"))).look();

        assertThat(finding.detail()).matches("\\d+\\.\\dGB free / \\d+\\.\\dGB total \\(\\d+\\.\\d% used\\)");
    }
}
