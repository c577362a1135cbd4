package io.scribestream.transcriber.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final String SUBJECT = "the engine library /opt/libwhisper.so";
    private static final String WAY_OUT = "use another build";

    @Test
    void reportsWhatAChildFound() {
        ProbeReport report = verdict(0, "Picked up JAVA_TOOL_OPTIONS: x\nprobe-found 2.5 whisper.cpp 1.7.1\n");

        assertThat(report).isEqualTo(new ProbeReport("whisper.cpp 1.7.1", 2.5));
        assertThat(report.timesRealTime()).isEqualTo(12);
        assertThat(new ProbeReport("x", -1).measured()).isFalse();
    }

    @Test
    void handsOnTheSentenceOfAChildThatCouldNot() {
        assertThatThrownBy(() -> verdict(0, "probe-failed MODEL_INVALID the model x is cut short: fetch it again\n"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("the model x is cut short: fetch it again")
                .extracting(e -> ((EnvironmentException) e).lack())
                .isEqualTo(Lack.MODEL_INVALID);
    }

    @Test
    void namesTheIllegalInstructionAndWhereItWas() {
        String output = "#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n"
                + "#  SIGILL (0x4) at pc=0x00007f1, pid=1, tid=2\n#\n# Problematic frame:\n"
                + "# C  [libggml-cpu-sapphirerapids.so+0x2b1c0]\n";

        assertThatThrownBy(() -> verdict(134, output))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("the engine library /opt/libwhisper.so ended with SIGILL (illegal instruction) in"
                        + " libggml-cpu-sapphirerapids.so: it was built for another processor; use another build")
                .extracting(e -> ((EnvironmentException) e).lack())
                .isEqualTo(Lack.NATIVE_UNUSABLE);
    }

    @Test
    void namesTheAssertionThatEndedIt() {
        assertThatThrownBy(() -> verdict(134, "/src/whisper.cpp:1: GGML_ASSERT(device) failed\n"))
                .hasMessageContaining("ended its process (/src/whisper.cpp:1: GGML_ASSERT(device) failed)");
    }

    @Test
    void saysSoWhenItWasKilledOrEndedOtherwise() {
        assertThatThrownBy(() -> verdict(137, "")).hasMessageContaining("lack of memory");
        assertThatThrownBy(() -> verdict(1, "Error: could not find main\n\n"))
                .hasMessageContaining("exit code 1: Error: could not find main");
        assertThatThrownBy(() -> verdict(139, "#  SIGSEGV (0xb) at pc=0x1\n"))
                .hasMessageContaining("ended with SIGSEGV: it is broken or does not fit");
    }

    @Test
    void readsARealDeathByIllegalInstruction() throws Exception {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        try (ChildJvm child = ChildJvm.start(IllegalInstruction.class, List.of())) {
            ChildJvm.End end = child.await(Duration.ofMinutes(1));

            assertThatThrownBy(() -> Verdict.of(end, SUBJECT, WAY_OUT))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("SIGILL (illegal instruction)");
        }
    }

    private static ProbeReport verdict(int exitCode, String output) {
        return Verdict.of(new ChildJvm.End(exitCode, output), SUBJECT, WAY_OUT);
    }
}
