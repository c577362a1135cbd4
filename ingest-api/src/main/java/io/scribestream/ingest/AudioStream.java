package io.scribestream.ingest;

import io.javalin.json.JsonMapper;
import io.scribestream.ingest.Problem.ProblemException;
import io.scribestream.ingest.events.Pieces;
import io.scribestream.ingest.events.ServerEvents;
import io.scribestream.ingest.events.TextPosition;
import io.scribestream.ingest.openai.Answers;
import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.avro.Transcript;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer that is given as the text comes: deltas, and at last the whole text or an error. */
final class AudioStream implements Pieces {

    private final AudioJob job;
    private final LiveText text;
    private final JsonMapper json;
    private boolean over;

    AudioStream(AudioJob job, JsonMapper json) {
        this.job = job;
        this.text = new LiveText(job.board(), TextPosition.START);
        this.json = json;
    }

    @Override
    public byte @Nullable [] next() {
        if (over) {
            return null;
        }
        try {
            BoardRow row = job.row();
            String more = text.next(row);
            if (!more.isEmpty()) {
                return data(Answers.delta(more));
            }
            Optional<Transcript> transcript = job.transcript(row);
            over = transcript.isPresent();
            return transcript.map(whole -> data(Answers.done(whole))).orElse(null);
        } catch (ProblemException e) {
            over = true;
            return data(OpenAiErrors.body(e.problem()));
        }
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public byte[] farewell() {
        return data(OpenAiErrors.body(job.interrupted().problem()));
    }

    @Override
    public void gone() {
        job.abandon();
    }

    private byte[] data(Object body) {
        return ServerEvents.data(json.toJsonString(body, body.getClass()));
    }
}
