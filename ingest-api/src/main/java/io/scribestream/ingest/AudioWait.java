package io.scribestream.ingest;

import io.javalin.http.Context;
import io.scribestream.ingest.events.Wait;
import io.scribestream.ingest.openai.Answers;
import io.scribestream.ingest.openai.AudioRequest;
import io.scribestream.schemas.avro.Transcript;
import java.util.Optional;

/** An answer that is given once the whole transcript is there. */
final class AudioWait implements Wait<Transcript> {

    private final AudioJob job;
    private final AudioRequest request;
    private final Context ctx;

    AudioWait(AudioJob job, AudioRequest request, Context ctx) {
        this.job = job;
        this.request = request;
        this.ctx = ctx;
    }

    @Override
    public Optional<Transcript> look() {
        return job.transcript(job.row());
    }

    @Override
    public void answer(Transcript transcript) {
        Answers.Answer answer =
                Answers.of(transcript, request, body -> ctx.jsonMapper().toJsonString(body, body.getClass()));
        ctx.result(answer.body()).contentType(answer.mediaType());
    }

    @Override
    public RuntimeException farewell() {
        return job.interrupted();
    }

    @Override
    public RuntimeException refusal() {
        return AccessRoutes.unknown(ctx);
    }

    @Override
    public void gone() {
        job.abandon();
    }
}
