package io.scribestream.runtime;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets a record aside that cannot be read. Nobody is answered: a flow that owes an answer reads with {@link Wire#inAll}. */
public final class UnreadableRecords extends FaultHandler implements DeserializationExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRecords.class);

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> unreadable, Exception error) {
        if (Fault.of(error) != Fault.RECORD) {
            return Response.fail();
        }
        at(LOG.atError(), context).log("record cannot be read, set aside as a dead letter: {}", error.toString());
        return Response.resume(List.of(DeadLetters.letter(context, unreadable.key(), unreadable.value(), error)));
    }
}
