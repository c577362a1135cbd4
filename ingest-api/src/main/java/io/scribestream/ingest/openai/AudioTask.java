package io.scribestream.ingest.openai;

import java.util.List;

/** What is done with speech; each has a route of its own. */
public enum AudioTask {
    TRANSCRIBE("transcriptions", Parameters.OF_TRANSCRIPTIONS),
    TRANSLATE("translations", Parameters.OF_BOTH);

    private final String route;
    private final List<String> parameters;

    AudioTask(String route, List<String> parameters) {
        this.route = route;
        this.parameters = parameters;
    }

    /** {@code /v1/audio/transcriptions}. */
    public String path() {
        return "/v1/audio/" + route;
    }

    /** What {@code verbose_json} calls it. */
    String code() {
        return this == TRANSCRIBE ? "transcribe" : "translate";
    }

    /** The names of the form's fields beside the file. */
    public List<String> parameters() {
        return parameters;
    }

    private static final class Parameters {
        static final List<String> OF_BOTH = List.of("model", "prompt", "response_format", "temperature");
        static final List<String> OF_TRANSCRIPTIONS = List.of(
                "model",
                "prompt",
                "response_format",
                "temperature",
                "language",
                "timestamp_granularities[]",
                "stream",
                "chunking_strategy");
    }
}
