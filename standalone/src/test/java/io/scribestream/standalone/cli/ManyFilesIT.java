package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.standalone.Patience;
import io.scribestream.testkit.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyFilesIT {

    /** Together 40 kB of command line: ONNX Runtime's reporting overflowed the stack at 20. */
    private static final int MISSING = 800;

    @TempDir
    private Path folder;

    @Test
    void transcribesOneFileAmongHundredsThatAreNotThere() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Repository.file("scribe").toString(),
                "transcribe",
                "--quiet",
                "--data",
                folder.resolve("data").toString(),
                "-o",
                folder + "/",
                Repository.file("samples/jfk.wav").toString()));
        for (int i = 0; i < MISSING; i++) {
            command.add("/a-folder/that/nobody/has/made/recording-" + i + ".wav");
        }
        ProcessBuilder launcher = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        // A setting for Java is none of the program's.
        launcher.environment().put("SCRIBE_JAVA_OPTS", "-Dsome.property=1");
        Process process = launcher.start();
        assertThat(process.waitFor(Patience.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCodes.JOB_FAILED);
        assertThat(folder.resolve("jfk.txt")).content().contains("fellow Americans");
        assertThat(Files.readAllLines(folder.resolve("said"))).hasSize(MISSING);
    }
}
