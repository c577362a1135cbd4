package io.scribestream.runtime;

import java.util.List;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets a record aside that made a step fail. A punctuator that fails has no record to set aside and would fail at every
 * tick, so it ends the stream.
 */
public final class FailedRecords extends FaultHandler implements ProcessingExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FailedRecords.class);

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> failed, Exception error) {
        if (failed == null || Fault.of(error) != Fault.RECORD) {
            return Response.fail();
        }
        at(LOG.atError(), context).setCause(error).log("step failed, record set aside as a dead letter");
        return Response.resume(
                List.of(DeadLetters.letter(context, context.sourceRawKey(), context.sourceRawValue(), error)));
    }
}
