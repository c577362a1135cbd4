package io.scribestream.ingest.openai;

import io.scribestream.schemas.Languages;
import io.scribestream.schemas.avro.JobOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a request asks for, beside its file.
 *
 * @param granularities {@code word}, {@code segment}: what {@code verbose_json} has times of
 */
public record AudioRequest(
        AudioTask task, JobOptions options, AnswerForm form, Set<String> granularities, boolean stream) {

    private static final String GRANULARITIES = "timestamp_granularities[]";
    private static final Set<String> KNOWN_GRANULARITIES = Set.of("word", "segment");
    private static final Set<AnswerForm> STREAMED = Set.of(AnswerForm.JSON, AnswerForm.TEXT);

    public AudioRequest {
        granularities = Set.copyOf(granularities);
    }

    /**
     * Checks every parameter. Temperature is only that: the engine takes the likeliest words and rises by itself where a
     * text looks made up, which is what 0 asks for.
     *
     * @param fields of the form, each with its values; only those that the task has
     * @throws ParameterException naming the first that is wrong
     */
    public static AudioRequest of(AudioTask task, Map<String, List<String>> fields, ModelNames models) {
        models.require(one(fields, "model", ""));
        AnswerForm form = form(one(fields, "response_format", AnswerForm.JSON.code()));
        temperature(one(fields, "temperature", "0"));
        String chunking = one(fields, "chunking_strategy", "auto");
        if (!chunking.equals("auto")) {
            throw ParameterException.wrong("chunking_strategy", "chunking_strategy is auto, not '" + chunking + "'");
        }
        return new AudioRequest(
                task,
                options(task, fields),
                form,
                granularities(fields, form),
                stream(one(fields, "stream", "false"), form));
    }

    private static JobOptions options(AudioTask task, Map<String, List<String>> fields) {
        String language = one(fields, "language", Languages.AUTO);
        if (!Languages.isChoice(language)) {
            throw ParameterException.wrong("language", Languages.unknown(language));
        }
        return new JobOptions(language, one(fields, "prompt", ""), task == AudioTask.TRANSLATE);
    }

    private static AnswerForm form(String code) {
        return AnswerForm.of(code)
                .orElseThrow(() -> ParameterException.wrong(
                        "response_format", "response_format is one of " + AnswerForm.codes() + ", not '" + code + "'"));
    }

    private static void temperature(String text) {
        try {
            double temperature = Double.parseDouble(text);
            if (temperature >= 0 && temperature <= 1) {
                return;
            }
        } catch (NumberFormatException e) {
            throw wrongTemperature(text);
        }
        throw wrongTemperature(text);
    }

    private static ParameterException wrongTemperature(String text) {
        return ParameterException.wrong("temperature", "temperature is a number from 0 to 1, not '" + text + "'");
    }

    private static Set<String> granularities(Map<String, List<String>> fields, AnswerForm form) {
        Set<String> asked = new TreeSet<>(fields.getOrDefault(GRANULARITIES, List.of()));
        for (String granularity : asked) {
            if (!KNOWN_GRANULARITIES.contains(granularity)) {
                throw ParameterException.wrong(
                        GRANULARITIES, "a timestamp granularity is word or segment, not '" + granularity + "'");
            }
        }
        if (!asked.isEmpty() && form != AnswerForm.VERBOSE_JSON) {
            throw ParameterException.wrong(GRANULARITIES, "timestamp granularities are for verbose_json only");
        }
        return asked.isEmpty() ? Set.of("segment") : asked;
    }

    private static boolean stream(String text, AnswerForm form) {
        if (!text.equals("true") && !text.equals("false")) {
            throw ParameterException.wrong("stream", "stream is true or false, not '" + text + "'");
        }
        boolean stream = text.equals("true");
        if (stream && !STREAMED.contains(form)) {
            throw ParameterException.wrong("stream", "only json and text can be streamed, not " + form.code());
        }
        return stream;
    }

    private static String one(Map<String, List<String>> fields, String name, String otherwise) {
        List<String> values = fields.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw ParameterException.wrong(name, name + " comes more than once");
        }
        return values.isEmpty() || values.get(0).isEmpty() ? otherwise : values.get(0);
    }
}
