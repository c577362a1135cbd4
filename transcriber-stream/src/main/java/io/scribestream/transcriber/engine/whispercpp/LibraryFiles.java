package io.scribestream.transcriber.engine.whispercpp;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one libwhisper.
 *
 * @param dependencies the ggml libraries beside it, in the order in which they are to be loaded
 */
public record LibraryFiles(List<Path> dependencies, Path whisper) {

    private static final List<String> WHISPER =
            List.of("libwhisper.so", "libwhisper.so.1", "libwhisper.dylib", "libwhisper.1.dylib", "whisper.dll");
    /** Plugins of a build with dynamic backends have other names; the library loads those itself. */
    private static final List<String> GGML = List.of("ggml-base", "ggml-cpu", "ggml-blas", "ggml-cuda", "ggml");

    private static final Pattern PART = Pattern.compile("ggml|whisper");

    public LibraryFiles {
        dependencies = List.copyOf(dependencies);
    }

    /** The configured library, or the bundled one, unpacked if that was not done before. */
    public static LibraryFiles of(EngineConfig config) {
        Path library = config.library();
        return library == null ? Unpacked.into(config.cacheDir(), BundledNatives.here()) : at(library);
    }

    /** A libwhisper of the user's: the file, or the folder it lies in. */
    static LibraryFiles at(Path library) {
        if (!Files.exists(library)) {
            throw new EnvironmentException(
                    Lack.NATIVE_UNUSABLE, "WHISPER_LIBRARY points at " + library + ", where nothing is");
        }
        if (!Files.isDirectory(library)) {
            return new LibraryFiles(beside(library.toAbsolutePath().getParent()), library);
        }
        Path whisper = WHISPER.stream()
                .map(library::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new EnvironmentException(
                        Lack.NATIVE_UNUSABLE,
                        "WHISPER_LIBRARY points at the folder " + library + ", which has no libwhisper: none of "
                                + String.join(", ", WHISPER)));
        return new LibraryFiles(beside(library), whisper);
    }

    static List<Path> beside(@Nullable Path folder) {
        List<Path> found = new ArrayList<>();
        if (folder != null) {
            GGML.forEach(name -> firstOf(folder, name).ifPresent(found::add));
        }
        return found;
    }

    private static Optional<Path> firstOf(Path folder, String name) {
        return Stream.of("lib" + name + ".so", "lib" + name + ".so.0", "lib" + name + ".dylib", name + ".dll")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Where plugins of the library lie. */
    public Path folder() {
        Path parent = whisper.toAbsolutePath().getParent();
        return parent == null ? Path.of(".") : parent;
    }

    /** Everything that may take part in hearing, plugins too, in order of name. */
    public List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> PART.matcher(file.getFileName().toString()).find())
                    .sorted()
                    .toList();
        }
    }
}
