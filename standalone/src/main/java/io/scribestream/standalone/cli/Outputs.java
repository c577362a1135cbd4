package io.scribestream.standalone.cli;

import io.scribestream.renderers.Format;
import io.scribestream.renderers.RenderOptions;
import io.scribestream.renderers.Renderers;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Writes transcripts where the plan says. */
final class Outputs {

    private final Screen screen;
    private final Format format;
    private final RenderOptions options;

    Outputs(Screen screen, Format format, RenderOptions options) {
        this.screen = screen;
        this.format = format;
        this.options = options;
    }

    /**
     * A file appears whole or not at all.
     *
     * @throws EnvironmentException if it cannot be written
     */
    void write(Transcript transcript, Optional<Path> place) {
        if (place.isEmpty()) {
            screen.print(out -> Renderers.render(transcript, format, options, out));
            return;
        }
        try {
            write(transcript, place.get().toAbsolutePath());
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.fullOr(Lack.OUTPUT_NOT_WRITABLE, e), "cannot write " + place.get() + ": " + e.getMessage(), e);
        }
    }

    private void write(Transcript transcript, Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            render(transcript, file); // a device, a pipe or a link: to be written to, not to be replaced
            return;
        }
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            render(transcript, part);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void render(Transcript transcript, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            Renderers.render(transcript, format, options, out);
        }
    }
}
