package io.scribestream.ingest;

import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.ingest.letters.Letters;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;

/**
 * What the API stands on; all of it stays its maker's.
 *
 * @param producer of jobs and orders
 * @param open the jobs that the board counts
 * @param live where answers wait for what the board hears; closed with the API
 */
public record Backing(
        Producer<String, SpecificRecord> producer,
        BoardView board,
        OpenJobs open,
        Letters letters,
        Readiness readiness,
        LiveRoom live) {}
