package io.scribestream.runtime;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets a record aside whose result cannot be written down. A result that the broker refuses is another matter: it takes
 * its whole transaction with it, dead letters too, so the stream ends.
 */
public final class UnsendableRecords extends FaultHandler implements ProductionExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UnsendableRecords.class);

    @Override
    public Response handleError(ErrorHandlerContext context, ProducerRecord<byte[], byte[]> result, Exception error) {
        if (error instanceof RetriableException) {
            return Response.retry();
        }
        at(LOG.atError(), context)
                .addKeyValue("to", result.topic())
                .setCause(error)
                .log("result refused");
        return Response.fail();
    }

    @Override
    @SuppressWarnings("rawtypes") // as Kafka declares it
    public Response handleSerializationError(
            ErrorHandlerContext context, ProducerRecord result, Exception error, SerializationExceptionOrigin origin) {
        if (Fault.of(error) != Fault.RECORD) {
            return Response.fail();
        }
        at(LOG.atError(), context)
                .addKeyValue("to", result.topic())
                .setCause(error)
                .log("result cannot be written down, its record set aside as a dead letter");
        return Response.resume(
                List.of(DeadLetters.letter(context, context.sourceRawKey(), context.sourceRawValue(), error)));
    }
}
