package io.scribestream.standalone.chaos;

import io.scribestream.schemas.avro.Transcript;
import io.scribestream.testkit.chaos.Feeder;
import io.scribestream.testkit.chaos.Invented;
import io.scribestream.testkit.chaos.JobBook;
import io.scribestream.testkit.chaos.JobBook.Due;
import io.scribestream.testkit.chaos.JobBook.Entry;
import io.scribestream.testkit.chaos.OnTopics;
import io.scribestream.testkit.chaos.Recording;
import io.scribestream.testkit.chaos.TopicsReader;
import io.scribestream.testkit.chaos.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What comes of each recording when nobody disturbs: the control group. */
final class Undisturbed {

    static final String CLIENT = "control";

    /** Sends each once and waits for all. */
    static Map<String, Transcript> hear(
            List<Recording> recordings, Cluster cluster, Feeder feeder, JobBook book, Watch watch)
            throws IOException, InterruptedException {
        List<Entry> sent = new ArrayList<>();
        for (Recording recording : recordings) {
            Entry entry = new Entry(
                    Invented.controlName(sent.size()),
                    CLIENT,
                    recording.name(),
                    recording.readable() ? Due.TRANSCRIPT : Due.REFUSAL);
            feeder.send(entry, recording);
            sent.add(entry);
        }
        Outcomes.await(book, watch);
        OnTopics topics = new TopicsReader(cluster.bootstrapServers(), cluster.registryUrl()).readAll();
        Map<String, Transcript> transcripts = new HashMap<>();
        for (Entry entry : sent) {
            topics.done(entry.jobId()).forEach(done -> transcripts.put(entry.recording(), done));
        }
        return transcripts;
    }

    private Undisturbed() {}
}
