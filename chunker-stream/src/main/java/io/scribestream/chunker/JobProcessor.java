package io.scribestream.chunker;

import io.scribestream.chunker.Intake.Place;
import io.scribestream.chunker.fetch.FetchRoom;
import io.scribestream.runtime.Unreadable;
import io.scribestream.runtime.Wire;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.JobCommand;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chunker's one step: hands records to {@link Intake} and ticks to {@link Dispatch}. */
final class JobProcessor implements Processor<String, Object, String, Object> {

    private static final Logger LOG = LoggerFactory.getLogger(JobProcessor.class);
    private static final Duration TIDY_EVERY = Duration.ofHours(1);

    private final Wire wire;
    private final CuttingRoom room;
    private final FetchRoom fetches;
    private final AudioSpread spread;
    private final Predicate<String> admitted;
    private final JobDeadline deadline;

    private ProcessorContext<String, Object> context;
    private Outbox outbox;
    private Dispatch dispatch;
    private Intake intake;
    private Overdue overdue;
    private boolean takenUp;

    JobProcessor(
            Wire wire,
            CuttingRoom room,
            FetchRoom fetches,
            AudioSpread spread,
            Predicate<String> admitted,
            JobDeadline deadline) {
        this.wire = wire;
        this.room = room;
        this.fetches = fetches;
        this.spread = spread;
        this.admitted = admitted;
        this.deadline = deadline;
    }

    /** Called again, on this same object, where a commit failed and the task begins anew from its last one. */
    @Override
    public void init(ProcessorContext<String, Object> given) {
        context = given;
        takenUp = false;
        Ledger ledger = new Ledger(context, wire);
        outbox = new Outbox(context);
        Fetching fetching = new Fetching(fetches);
        dispatch = new Dispatch(room, fetching, spread, admitted, ledger, outbox, context, this::tick);
        intake = new Intake(ledger, outbox, dispatch, fetching);
        overdue = new Overdue(ledger, dispatch, deadline);
        context.schedule(Overdue.EVERY, PunctuationType.WALL_CLOCK_TIME, now -> overdue.look(outbox.now()));
        context.schedule(
                TIDY_EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                now -> ledger.forgetEndedBefore(outbox.now().minus(Ledger.KNOWN_FOR)));
    }

    @Override
    public void process(Record<String, Object> record) {
        takeUp();
        Place place = place(record.headers());
        Object value = record.value();
        if (value instanceof TranscriptionJob job) {
            intake.job(record.key(), job, place);
        } else if (value instanceof Unreadable unreadable) {
            intake.unreadable(record.key(), unreadable, place);
        } else if (record.key() == null || value == null) {
            LOG.atWarn()
                    .addKeyValue("topic", place.topic())
                    .addKeyValue("offset", place.offset())
                    .log("record without a key or a value passed over");
        } else if (value instanceof JobCommand command) {
            intake.command(record.key(), command, place);
        } else if (value instanceof ChunkTranscript result) {
            intake.result(record.key(), result);
            if (result.getIndex() >= 0) {
                overdue.heard(outbox.now());
            }
        }
        dispatch.tick();
    }

    @Override
    public void close() {
        if (dispatch != null) {
            dispatch.close();
        }
    }

    private void tick() {
        takeUp();
        dispatch.tick();
    }

    /** Not in {@link #init}: nothing can be sent there. */
    private void takeUp() {
        if (!takenUp) {
            takenUp = true;
            dispatch.takeUp();
        }
    }

    private Place place(Headers headers) {
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        String topic = metadata.topic();
        return new Place(topic.substring(topic.lastIndexOf('.') + 1), metadata.partition(), metadata.offset(), headers);
    }
}
