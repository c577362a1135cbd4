package io.scribestream.ingest;

import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.ingest.letters.Letters;
import io.scribestream.ingest.openai.ModelNames;
import io.scribestream.ingest.requests.RequestLog;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;

/**
 * What the API stands on; all of it stays its maker's.
 *
 * @param producer of jobs and orders
 * @param open the jobs that the board counts
 * @param models what clients may call the model that hears
 * @param allowances what clients may have
 * @param requests who came first with a request
 * @param live where answers wait for what the board hears; closed with the API
 */
public record Backing(
        Producer<String, SpecificRecord> producer,
        BoardView board,
        OpenJobs open,
        Letters letters,
        Readiness readiness,
        RequestLog requests,
        LiveRoom live,
        ModelNames models,
        Allowances allowances) {}
