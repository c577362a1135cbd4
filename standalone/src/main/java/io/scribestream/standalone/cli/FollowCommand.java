package io.scribestream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.standalone.cli.JobEvents.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what is heard while it is heard; goes on where it was when the connection breaks. */
@Command(name = "follow", description = "Prints a job's text as it comes, until the job ends.")
final class FollowCommand extends ClientCommand {

    /** As often may the server not answer before it counts as gone. */
    private static final int MOST_TRIES = 30;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    @Parameters(paramLabel = "ID", description = "The job's id.")
    String id;

    private String last = "";
    private int failures;

    @Override
    void ask(Server running, Screen screen) {
        id(id);
        Optional<Event> outcome = Optional.empty();
        while (outcome.isEmpty()) {
            outcome = follow(running, screen);
        }
        screen.print("\n");
        if (!outcome.get().name().equals("done")) {
            JsonNode job = outcome.get().data();
            throw new Server.RefusedException("the job is " + job.path("state").asText() + ": "
                    + job.path("message").asText());
        }
    }

    /** Over one connection; empty if that ended before the job. */
    private Optional<Event> follow(Server running, Screen screen) {
        try (JobEvents events = running.events(id, last)) {
            for (Optional<Event> event = events.next(); event.isPresent(); event = events.next()) {
                failures = 0;
                last = event.get().id();
                switch (event.get().name()) {
                    case "text" -> screen.print(event.get().data().path("text").asText());
                    case "done", "failed", "cancelled" -> {
                        return event;
                    }
                    default -> {} // progress, and what later versions say
                }
            }
        } catch (IOException e) {
            // Nothing was ever heard of it, or for long.
            if (last.isEmpty() || failures >= MOST_TRIES) {
                throw running.unreachable(e);
            }
        }
        failures++;
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        return Optional.empty();
    }
}
