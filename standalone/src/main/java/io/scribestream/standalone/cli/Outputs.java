package io.scribestream.standalone.cli;

import io.scribestream.renderers.Format;
import io.scribestream.renderers.RenderOptions;
import io.scribestream.renderers.Renderers;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.schemas.avro.Transcript;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    /** A file appears whole or not at all. */
    void write(Transcript transcript, Optional<Path> place) {
        try {
            if (place.isPresent()) {
                write(transcript, place.get().toAbsolutePath());
            } else {
                Writer out = new BufferedWriter(new OutputStreamWriter(screen.out(), StandardCharsets.UTF_8));
                Renderers.render(transcript, format, options, out);
            }
        } catch (IOException e) {
            throw new EnvironmentException(
                    "cannot write " + place.map(Path::toString).orElse("the transcript") + ": " + e.getMessage(), e);
        }
    }

    private void write(Transcript transcript, Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try (Writer out = Files.newBufferedWriter(part)) {
            Renderers.render(transcript, format, options, out);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
