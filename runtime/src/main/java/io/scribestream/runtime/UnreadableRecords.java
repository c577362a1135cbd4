package io.scribestream.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scribestream.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets a record aside that cannot be read. Whoever sent it as a job is answered as well, under the record's key; a
 * record without a key leaves nobody to answer.
 */
public final class UnreadableRecords extends FaultHandler implements DeserializationExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableRecords.class);

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> unreadable, Exception error) {
        if (Fault.of(error) != Fault.RECORD) {
            return Response.fail();
        }
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        letters.add(letters().letter(context, unreadable.key(), unreadable.value(), error));
        if (unreadable.topic().equals(Topics.JOBS.name()) && unreadable.key() != null) {
            letters.addAll(letters().refusal(new String(unreadable.key(), UTF_8), error));
        }
        at(LOG.atError(), context).log("record cannot be read, set aside as a dead letter: {}", error.toString());
        return Response.resume(letters);
    }
}
