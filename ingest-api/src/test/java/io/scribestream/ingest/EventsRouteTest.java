package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.ingest.EventReader.Event;
import io.scribestream.ingest.events.LiveRoom;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.Stage;
import io.scribestream.schemas.avro.Transcript;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsRouteTest extends BoardApiTest {

    private static final String JOBS = "/api/v1/transcriptions/";

    @Test
    void tellsTextAndProgressAsTheyComeAndTheOutcomeOnceAndEnds() throws Exception {
        started("job-1");
        try (EventReader events = follow("job-1")) {
            Event first = events.next();
            assertThat(first.name()).isEqualTo("progress");
            assertThat(first.json().path("state").asText()).isEqualTo("running");
            started("job-1"); // again: nothing new in it
            said("job-1", 0.4, "ask not");
            Event text = events.next();
            assertThat(text.name()).isEqualTo("text");
            assertThat(text.json().path("text").asText()).isEqualTo("ask not");
            assertThat(text.json().path("from").asInt()).isZero();
            Event progress = events.next();
            assertThat(progress.json().path("progress").asDouble()).isEqualTo(0.4);
            said("job-1", 0.6, "what your");
            assertThat(events.next().json().path("text").asText()).isEqualTo(" what your");
            assertThat(events.next().name()).isEqualTo("progress");

            done("job-1", "ask not what your country");

            List<Event> rest = events.rest();
            assertThat(rest).extracting(Event::name).containsExactly("text", "done");
            assertThat(EventReader.text(rest)).isEqualTo(" country");
            assertThat(rest.get(1).json().path("result_url").asText()).isEqualTo(JOBS + "job-1/result");
        }
        Waiting.until("nobody follows any more", () -> api.live.open() == 0);
    }

    @Test
    void goesOnBehindWhatTheClientHasWhereverItIsAsked() throws Exception {
        started("job-1");
        said("job-1", 0.2, "one");
        String id;
        try (EventReader events = follow("job-1")) {
            Event text = events.next();
            assertThat(text.json().path("text").asText()).isEqualTo("one");
            id = text.id();
        }
        said("job-1", 0.4, "two \uD83D\uDE00");
        try (EventReader events = follow("job-1", "Last-Event-ID", id)) {
            Event text = events.next();
            assertThat(text.json().path("text").asText()).isEqualTo(" two \uD83D\uDE00");
            assertThat(text.json().path("from").asInt()).isEqualTo(3);
            id = events.next().id();
        }
        said("job-1", 0.6, "three");
        done("job-1", "one two \uD83D\uDE00 three four");
        List<Event> rest = all("job-1", "Last-Event-ID", id);
        assertThat(rest).extracting(Event::name).containsExactly("text", "done");
        assertThat(EventReader.text(rest)).isEqualTo(" three four");

        HttpResponse<String> again =
                get(JOBS + "job-1/events", "Last-Event-ID", rest.get(1).id());

        assertThat(again.statusCode()).isEqualTo(204);
    }

    @Test
    void saysTheTextFromItsStartWhereAnotherVersionTookItsPlace() throws Exception {
        api.send(Topics.DONE, "job-1", Examples.withGap("job-1", 1));
        String id = all("job-1").get(0).id();
        Transcript second = Examples.transcript("job-1", "upload-1", "all of it");
        second.setVersion(2);
        api.send(Topics.DONE, "job-1", second);

        List<Event> events = all("job-1", "Last-Event-ID", id);

        assertThat(events.get(0).json().path("from").asInt()).isZero();
        assertThat(events.get(0).json().path("version").asInt()).isEqualTo(2);
        assertThat(EventReader.text(events)).isEqualTo("all of it");
    }

    @Test
    void answersAtOnceForAJobThatHasEnded() throws Exception {
        done("done", "ask not");
        failed("failed", "unreadable_audio");
        failed("cancelled", "cancelled");

        assertThat(all("done")).extracting(Event::name).containsExactly("text", "done");
        assertThat(all("failed")).extracting(Event::name).containsExactly("failed");
        assertThat(all("failed").get(0).json().path("reason").asText()).isEqualTo("unreadable_audio");
        assertThat(all("cancelled")).extracting(Event::name).containsExactly("cancelled");
    }

    @Test
    void endsAStreamWhoseJobFailsMeanwhile() throws Exception {
        started("job-1");
        try (EventReader events = follow("job-1")) {
            events.next();
            failed("job-1", "cancelled");
            assertThat(events.rest()).extracting(Event::name).containsExactly("cancelled");
        }
    }

    @Test
    void sendsALongTextInPartsThatAreWholeTogether() throws Exception {
        String text = "\uD83D\uDE00 x".repeat(60_000);
        done("job-1", text);

        List<Event> events = all("job-1");

        assertThat(events).hasSizeGreaterThan(3);
        assertThat(EventReader.text(events)).isEqualTo(text);
    }

    @Test
    void refusesWhatIsNoPlaceAndWhatIsNoJob() throws Exception {
        started("job-1");

        HttpResponse<String> noPlace = get(JOBS + "job-1/events", "Last-Event-ID", "yesterday");

        assertThat(noPlace.statusCode()).isEqualTo(400);
        assertThat(noPlace.body()).contains("\"wrong_value\"").contains("Last-Event-ID");
        assertThat(get(JOBS + "nobody/events").statusCode()).isEqualTo(404);
        assertThat(api.live.open()).isZero();
    }

    @Test
    void keepsTheConnectionAliveWhileNothingHappens() throws Exception {
        restart(new LiveRoom.Timing(Duration.ofMillis(20), Duration.ofMillis(20)));
        started("job-1");
        try (EventReader events = follow("job-1")) {
            assertThat(events.next().name()).isEqualTo("progress");
            assertThat(events.next()).isEqualTo(new Event("", "", "still here"));
            assertThat(events.next()).isEqualTo(new Event("", "", "still here"));
        }
    }

    @Test
    void goesOnOnceTheBoardCanBeAskedAgain() throws Exception {
        started("job-1");
        try (EventReader events = follow("job-1")) {
            events.next();
            api.boardAway(true);
            done("job-1", "ask not");
            Waiting.until("the board is asked in vain", () -> api.askedInVain() > 0);
            api.boardAway(false);
            assertThat(events.rest()).extracting(Event::name).containsExactly("text", "done");
        }
    }

    /** A thread for each would be two hundred more. */
    @Test
    void servesHundredsOfClientsWithAFewThreads() throws Exception {
        started("job-1");
        List<EventReader> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(follow("job-1"));
        }
        for (EventReader events : all) {
            assertThat(events.next().name()).isEqualTo("progress");
        }
        assertThat(api.live.open()).isEqualTo(200);
        Waiting.until("the server has few threads", () -> BoardApi.serverThreads() < 30);
        said("job-1", 0.5, "ask not");
        done("job-1", "ask not what");
        for (EventReader events : all) {
            List<Event> rest = events.rest();
            assertThat(EventReader.text(rest)).isEqualTo("ask not what");
            assertThat(rest.get(rest.size() - 1).name()).isEqualTo("done");
        }
        Waiting.until("nobody follows any more", () -> api.live.open() == 0);
    }

    @Test
    void holdsNobodyUpForAClientThatDoesNotRead() throws Exception {
        started("job-1");
        List<Socket> deaf = new ArrayList<>();
        try (EventReader events = follow("job-1")) {
            for (int i = 0; i < 8; i++) {
                deaf.add(ask("job-1"));
            }
            Waiting.until("all nine follow", () -> api.live.open() == 9);
            String piece = "word ".repeat(10_000).strip();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                said("job-1", 0.5, piece);
                text.append(i == 0 ? "" : " ").append(piece);
            }
            done("job-1", text.toString());
            assertThat(EventReader.text(events.rest())).isEqualTo(text.toString());
        }
        assertThat(api.live.open()).as("those who do not read").isEqualTo(8);
        for (Socket socket : deaf) {
            socket.close();
        }
        Waiting.until("nobody follows any more", () -> api.live.open() == 0);
    }

    @Test
    void noticesAClientThatWentAwayThoughNothingHappens() throws Exception {
        started("job-1");
        try (Socket socket = ask("job-1")) {
            Waiting.until("one follows", () -> api.live.open() == 1);
        }
        Waiting.until("nobody follows any more", () -> api.live.open() == 0);
    }

    @Test
    void endsAllStreamsWithTheProcess() throws Exception {
        started("job-1");
        try (EventReader events = follow("job-1")) {
            events.next();
            api.stop();
            assertThat(events.rest()).isEmpty();
        }
    }

    private void started(String jobId) {
        api.send(
                Topics.EVENTS,
                jobId,
                event(jobId)
                        .setType(EventType.STARTED)
                        .setStage(Stage.TRANSCRIBING)
                        .build());
    }

    private void said(String jobId, double progress, String text) {
        api.send(Topics.EVENTS, jobId, Examples.partial(jobId, progress, text));
    }

    private static JobEvent.Builder event(String jobId) {
        return JobEvent.newBuilder().setEventId("e").setJobId(jobId);
    }

    private EventReader follow(String jobId, String... headers) throws Exception {
        return EventReader.open(client, api.uri(JOBS + jobId + "/events"), headers);
    }

    private List<Event> all(String jobId, String... headers) throws Exception {
        try (EventReader events = follow(jobId, headers)) {
            return events.rest();
        }
    }

    /** A client that asks and reads nothing. */
    private Socket ask(String jobId) throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(new InetSocketAddress("127.0.0.1", api.port()));
        socket.getOutputStream()
                .write(("GET " + JOBS + jobId + "/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
