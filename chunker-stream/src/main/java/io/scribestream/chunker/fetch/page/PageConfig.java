package io.scribestream.chunker.fetch.page;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What fetches the recordings that pages show.
 *
 * @param program yt-dlp; null for none
 */
public record PageConfig(@Nullable Path program) {

    private static final String NAME = "yt-dlp";

    /** @throws ConfigException if the setting names no program */
    public static PageConfig from(Env env) {
        return from(env, Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    /** @param path folders of programs, as the environment has them */
    static PageConfig from(Env env, String path) {
        String said = env.text(Setting.SCRIBE_YT_DLP);
        if (said.equalsIgnoreCase("off")) {
            return new PageConfig(null);
        }
        if (said.equalsIgnoreCase("auto")) {
            return new PageConfig(Arrays.stream(path.split(File.pathSeparator))
                    .filter(folder -> !folder.isEmpty())
                    .map(folder -> Path.of(folder, NAME))
                    .filter(PageConfig::isProgram)
                    .findFirst()
                    .orElse(null));
        }
        Path program = env.path(Setting.SCRIBE_YT_DLP).toAbsolutePath();
        if (!isProgram(program)) {
            throw new ConfigException(Setting.SCRIBE_YT_DLP + " is '" + said
                    + "', but has to be auto, off, or the path of a program that can be run");
        }
        return new PageConfig(program);
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
