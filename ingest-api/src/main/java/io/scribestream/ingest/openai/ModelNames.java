package io.scribestream.ingest.openai;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names that clients may call the model by: its own, and the one that every client of OpenAI knows.
 *
 * @param own as its file is called, without {@code ggml-} and {@code .bin}
 */
public record ModelNames(String own) {

    /** OpenAI's name of Whisper behind an API. */
    public static final String COMMON = "whisper-1";

    private static final String PREFIX = "ggml-";
    private static final String SUFFIX = ".bin";

    /** @param model a path, or a name such as {@code small} */
    public static ModelNames of(Path model) {
        String name = String.valueOf(model.getFileName());
        String end = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return new ModelNames(end.endsWith(SUFFIX) ? end.substring(0, end.length() - SUFFIX.length()) : end);
    }

    public List<String> all() {
        return Stream.of(COMMON, own).distinct().toList();
    }

    /** @throws ParameterException if it is none of ours */
    public String require(String name) {
        if (name.isEmpty()) {
            throw new ParameterException(400, "missing_parameter", "model", "you must provide a model parameter");
        }
        if (!all().contains(name)) {
            throw new ParameterException(
                    404,
                    "model_not_found",
                    "model",
                    "the model '" + name + "' does not exist here; there are " + String.join(" and ", all()));
        }
        return name;
    }
}
