package io.scribestream.ingest.openai;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a transcription is answered: {@code response_format}. */
public enum AnswerForm {
    JSON,
    TEXT,
    SRT,
    VERBOSE_JSON,
    VTT;

    /** As clients write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<AnswerForm> of(String code) {
        return Arrays.stream(values()).filter(form -> form.code().equals(code)).findFirst();
    }

    static String codes() {
        return Arrays.stream(values()).map(AnswerForm::code).collect(Collectors.joining(", "));
    }
}
