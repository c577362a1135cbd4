package io.scribestream.standalone.models;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** From what was asked for, a path or a name, to a model file on this machine. */
public final class Models {

    private final Path shipped;
    private final Path cache;
    private final ModelFetcher fetcher;
    private final List<KnownModel> known;

    /**
     * @param shipped folder of the models that come with the program
     * @param cache folder of the models that were fetched
     */
    public Models(Path shipped, Path cache, ModelFetcher fetcher) {
        this(shipped, cache, fetcher, KnownModel.all());
    }

    Models(Path shipped, Path cache, ModelFetcher fetcher, List<KnownModel> known) {
        this.shipped = shipped;
        this.cache = cache;
        this.fetcher = fetcher;
        this.known = List.copyOf(known);
    }

    /**
     * The file for a path ({@code ./my-model.bin}) or a name ({@code small}), fetched where it is not here yet.
     *
     * @throws EnvironmentException if there is none and none can be had
     */
    public Path find(String asked, ModelFetcher.Progress progress) {
        Path path = Path.of(asked);
        if (Files.isRegularFile(path)) {
            return path.toAbsolutePath().normalize();
        }
        boolean isName = !asked.contains("/") && !asked.contains("\\") && !asked.endsWith(".bin");
        if (!isName) {
            throw new EnvironmentException(
                    Lack.MODEL_MISSING,
                    "no model at " + asked + "; give the path of a ggml model or a name: " + names());
        }
        for (Path folder : List.of(shipped, cache)) {
            Path file = folder.resolve("ggml-" + asked + ".bin");
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        KnownModel model = known.stream()
                .filter(published -> published.name().equals(asked))
                .findFirst()
                .orElseThrow(() -> new EnvironmentException(
                        Lack.MODEL_MISSING,
                        "no model is called '" + asked + "'; give the path of a ggml model or a name: " + names()));
        return fetcher.fetch(model, cache, progress);
    }

    private String names() {
        return known.stream().map(KnownModel::name).collect(Collectors.joining(", "));
    }
}
