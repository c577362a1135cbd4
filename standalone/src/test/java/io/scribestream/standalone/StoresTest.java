package io.scribestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StoresTest {

    /** It is about 2,000; with a cache for each store that nobody closes it is 180,000. */
    private static final int MOST_KILOBYTES = 40_000;

    @Test
    @EnabledOnOs(OS.LINUX)
    void giveBackTheirMemoryWhenTheyAreClosed() throws Exception {
        ProcessBuilder rounds = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StoreRounds.class.getName());
        rounds.environment().put("MALLOC_ARENA_MAX", "2"); // else as many heaps as threads, each with its own gaps
        rounds.redirectError(ProcessBuilder.Redirect.INHERIT);

        Process process = rounds.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        assertThat(process.waitFor()).as(printed).isZero();
        String last = printed.substring(printed.lastIndexOf('\n') + 1);
        assertThat(Long.parseLong(last)).as("kB more after 60 rounds").isLessThan(MOST_KILOBYTES);
    }
}
