package io.scribestream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.standalone.DataDirectory;
import io.scribestream.testkit.Repository;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ending the broker takes a part of a second, which nobody need wait for to read his text. */
class TextBeforeTheEndIT {

    @TempDir
    private Path data;

    @Test
    void writesTheTextWhileItStillHoldsTheDataDirectoryAndGivesThatBack() {
        AtomicBoolean held = new AtomicBoolean();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream text = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                held.set(isHeld());
                super.write(bytes, offset, length);
            }
        };

        int exit = Scribe.run(
                new Screen(text, new PrintStream(said, true, StandardCharsets.UTF_8), false),
                Env.of(Map.of()),
                "transcribe",
                "--quiet",
                "--data",
                data.toString(),
                Repository.file("samples/jfk.wav").toString());

        assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains("fellow Americans")
                .hasLineCount(1);
        assertThat(held).isTrue();
        assertThat(isHeld()).isFalse();
    }

    private boolean isHeld() {
        try (DataDirectory taken = DataDirectory.lock(data, "a test")) {
            return !taken.root().equals(data);
        } catch (EnvironmentException e) {
            return true;
        }
    }
}
