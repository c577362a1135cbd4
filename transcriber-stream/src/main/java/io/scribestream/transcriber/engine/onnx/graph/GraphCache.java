package io.scribestream.transcriber.engine.onnx.graph;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps built graphs: a folder for each model and its settings. It appears whole or not at all, several processes may use
 * and build it at once, and what is damaged is built again.
 */
public final class GraphCache {

    private static final Logger LOG = LoggerFactory.getLogger(GraphCache.class);

    private static final String UNFINISHED = "building-";

    private final Path home;

    /** @param home made if absent */
    public GraphCache(Path home) {
        this.home = home;
    }

    /**
     * The graphs of a model, built if they are not there yet.
     *
     * @param sum says which model it is; the same sum never stands for other weights
     * @throws EnvironmentException if they cannot be written
     */
    public BuiltGraphs of(String sum, GgmlModel model, GraphSettings settings) {
        return of(sum, model, settings, false);
    }

    /** As {@link #of}, of graphs that are there and yet of no use. */
    public BuiltGraphs again(String sum, GgmlModel model, GraphSettings settings) {
        return of(sum, model, settings, true);
    }

    private BuiltGraphs of(String sum, GgmlModel model, GraphSettings settings, boolean again) {
        Path folder = home.resolve(sum + "-" + settings.key() + "-v" + GraphBuilder.VERSION);
        try {
            if (again && Files.exists(folder)) {
                delete(folder);
            }
            if (!isWhole(folder)) {
                build(folder, model, settings);
            }
            return BuiltGraphs.in(folder, model.dimensions(), settings);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.fullOr(Lack.DIRECTORY_NOT_WRITABLE, e),
                    "the graphs of the model cannot be written to " + home + ": " + reason(e)
                            + "; make room there or name another folder",
                    e);
        }
    }

    private static boolean isWhole(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        boolean whole = Manifest.holds(folder);
        if (!whole) {
            LOG.atWarn().addKeyValue("folder", folder).log("the graphs of a model were damaged and are built again");
            delete(folder);
        }
        return whole;
    }

    private void build(Path folder, GgmlModel model, GraphSettings settings) throws IOException {
        Files.createDirectories(home);
        sweep();
        Path made = Files.createTempDirectory(home, UNFINISHED);
        try {
            GraphBuilder.build(made, model, settings);
            Manifest.write(made);
            putInPlace(made, folder);
        } finally {
            if (Files.exists(made)) {
                delete(made);
            }
        }
    }

    /** What processes left behind that ended while they built. No build takes a day. */
    private void sweep() throws IOException {
        FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        List<Path> found;
        try (Stream<Path> all = Files.list(home)) {
            found = all.filter(folder -> folder.getFileName().toString().startsWith(UNFINISHED))
                    .toList();
        }
        for (Path folder : found) {
            if (Files.getLastModifiedTime(folder).compareTo(yesterday) < 0) {
                delete(folder);
            }
        }
    }

    /** Where another process was faster, its graphs are as good. */
    private static void putInPlace(Path made, Path folder) throws IOException {
        try {
            Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder) || !Manifest.holds(folder)) {
                throw e;
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException file && file.getReason() != null ? file.getReason() : e.toString();
    }
}
