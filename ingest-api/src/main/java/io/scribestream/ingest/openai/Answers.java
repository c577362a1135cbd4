package io.scribestream.ingest.openai;

import io.scribestream.renderers.Format;
import io.scribestream.renderers.RenderOptions;
import io.scribestream.renderers.Renderers;
import io.scribestream.schemas.avro.Transcript;
import java.util.function.Function;

/** What a request gets for its transcript. */
public final class Answers {

    /** @param body whole, in memory: OpenAI's clients read it so, too */
    public record Answer(String mediaType, String body) {}

    private record Plain(String text, UsageBody usage) {}

    private record Delta(String type, String delta) {}

    private record Done(String type, String text) {}

    /** @param json writes a record */
    public static Answer of(Transcript transcript, AudioRequest request, Function<Object, String> json) {
        return switch (request.form()) {
            case JSON -> json(new Plain(transcript.getText(), UsageBody.of(transcript)), json);
            case VERBOSE_JSON -> json(VerboseAnswer.of(transcript, request.task(), request.granularities()), json);
            case TEXT -> new Answer(Format.TXT.mediaType(), transcript.getText() + "\n");
            case SRT -> rendered(transcript, Format.SRT);
            case VTT -> rendered(transcript, Format.VTT);
        };
    }

    /** Text that comes behind all before it; an event's data. */
    public static Object delta(String text) {
        return new Delta("transcript.text.delta", text);
    }

    /** The whole text; the last event's data. */
    public static Object done(Transcript transcript) {
        return new Done("transcript.text.done", transcript.getText());
    }

    private static Answer json(Object body, Function<Object, String> json) {
        return new Answer("application/json", json.apply(body));
    }

    private static Answer rendered(Transcript transcript, Format format) {
        return new Answer(format.mediaType(), Renderers.render(transcript, format, RenderOptions.DEFAULT));
    }

    private Answers() {}
}
