package io.scribestream.chunker.fetch.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageConfigTest {

    @TempDir
    Path folder;

    @Test
    void findsTheProgramWhereItIsInstalled() throws IOException {
        String path = folder.resolve("none") + File.pathSeparator + folder;
        assertThat(PageConfig.from(Env.of(Map.of()), path).program()).isNull();
        Path program = program();

        assertThat(PageConfig.from(Env.of(Map.of()), path).program()).isEqualTo(program);
        assertThat(PageConfig.from(Env.of(Map.of("SCRIBE_YT_DLP", "off")), path).program())
                .isNull();
        assertThat(PageConfig.from(Env.of(Map.of("SCRIBE_YT_DLP", program.toString())), "")
                        .program())
                .isEqualTo(program);
    }

    @Test
    void takesNoPathOfWhatCannotBeRun() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "");
        for (String wrong : new String[] {folder.resolve("none").toString(), text.toString(), folder.toString()}) {
            assertThatThrownBy(() -> PageConfig.from(Env.of(Map.of("SCRIBE_YT_DLP", wrong)), ""))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("SCRIBE_YT_DLP");
        }
    }

    private Path program() throws IOException {
        Path program = Files.writeString(folder.resolve("yt-dlp"), "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
