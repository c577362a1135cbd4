package io.scribestream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands of those who run a server; with a key of scope admin, or on the server's own machine. */
@Command(
        name = "admin",
        description = "What those who run a server look at and order.",
        subcommands = {
            AdminCommand.Queue.class,
            AdminCommand.Lag.class,
            AdminCommand.Breakers.class,
            AdminCommand.OpenBreaker.class,
            AdminCommand.ResetBreaker.class,
            AdminCommand.Flows.class,
            AdminCommand.Pause.class,
            AdminCommand.Resume.class,
            AdminCommand.Events.class,
            AdminCommand.ReplayBoard.class
        })
final class AdminCommand implements Runnable {

    private static final String ADMIN = "/api/v1/admin/";

    @Spec
    CommandSpec spec;

    /** @throws ParameterException always: one of its commands has to be named */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to look at or to do: queue, lag, breakers, open-breaker, reset-breaker, flows, pause, resume,"
                        + " events or replay-board");
    }

    @Command(name = "queue", description = "Jobs without an outcome, by client and stage.")
    static final class Queue extends ClientCommand {
        @Override
        void ask(Server running, Screen screen) {
            JsonNode clients = running.at(ADMIN + "queue").path("clients");
            screen.print(out -> {
                for (JsonNode client : clients) {
                    out.write(String.format(
                            Locale.ROOT,
                            "%-32s  %6d  %s%n",
                            client.path("client").asText(),
                            client.path("jobs").asInt(),
                            client.path("stages")));
                }
            });
        }
    }

    @Command(name = "lag", description = "Records that each flow has yet to read, by topic.")
    static final class Lag extends ClientCommand {
        @Override
        void ask(Server running, Screen screen) {
            JsonNode lags = running.at(ADMIN + "lag").path("lag");
            screen.print(out -> {
                for (JsonNode lag : lags) {
                    out.write(String.format(
                            Locale.ROOT,
                            "%-12s  %-28s  %8d%n",
                            lag.path("flow").asText(),
                            lag.path("topic").asText(),
                            lag.path("lag").asLong()));
                }
            });
        }
    }

    @Command(name = "breakers", description = "Breakers of every process, and when it told of them.")
    static final class Breakers extends ClientCommand {
        @Override
        void ask(Server running, Screen screen) {
            JsonNode told = running.at(ADMIN + "breakers");
            screen.print(out -> {
                for (JsonNode breaker : told.path("breakers")) {
                    out.write(String.format(
                            Locale.ROOT,
                            "%-28s  %-28s  %-9s  %3d%s%s%n",
                            breaker.path("process").asText(),
                            breaker.path("name").asText(),
                            breaker.path("state").asText(),
                            breaker.path("failures").asInt(),
                            breaker.path("forced").asBoolean() ? "  forced" : "",
                            breaker.path("stale").asBoolean() ? "  stale" : ""));
                }
                for (JsonNode process : told.path("processes")) {
                    out.write(String.format(
                            Locale.ROOT,
                            "%-28s  %s%s%n",
                            process.path("process").asText(),
                            process.path("at").asText(),
                            process.path("stale").asBoolean() ? "  stale" : ""));
                }
            });
        }
    }

    @Command(name = "flows", description = "Flows of the server's process; and those paused everywhere.")
    static final class Flows extends ClientCommand {
        @Override
        void ask(Server running, Screen screen) {
            screen.print(running.at(ADMIN + "flows").toPrettyString() + "\n");
        }
    }

    /** An order about something that has a name. */
    abstract static class Order extends ClientCommand {

        private final String path;

        @Parameters(paramLabel = "NAME", description = "As the list has it.")
        String name;

        /** @param path with {@code %s} where the name goes */
        Order(String path) {
            this.path = ADMIN + path;
        }

        @Override
        final void ask(Server running, Screen screen) {
            JsonNode order = running.order(path.formatted(Server.encoded(name)));
            screen.say(
                    order.path("order").asText() + ": " + order.path("target").asText());
        }
    }

    @Command(
            name = "open-breaker",
            description = "Lets no call through a breaker, in every process, until it is reset.")
    static final class OpenBreaker extends Order {
        OpenBreaker() {
            super("breakers/%s/open");
        }
    }

    @Command(name = "reset-breaker", description = "Closes a breaker, in every process; it decides for itself again.")
    static final class ResetBreaker extends Order {
        ResetBreaker() {
            super("breakers/%s/reset");
        }
    }

    @Command(name = "pause", description = "Has a flow read no further, in every process, until it is resumed.")
    static final class Pause extends Order {
        Pause() {
            super("flows/%s/pause");
        }
    }

    @Command(name = "resume", description = "Has a flow go on.")
    static final class Resume extends Order {
        Resume() {
            super("flows/%s/resume");
        }
    }

    @Command(name = "events", description = "Everything that happened to a job.")
    static final class Events extends ClientCommand {

        @Parameters(paramLabel = "ID", description = "The job's id.")
        String id;

        @Override
        void ask(Server running, Screen screen) {
            JsonNode events = running.at(ADMIN + "jobs/" + id(id) + "/events").path("events");
            screen.print(out -> {
                for (JsonNode event : events) {
                    out.write(String.format(
                            Locale.ROOT,
                            "%s  %-10s  %s%s%n",
                            event.path("at").asText(),
                            event.path("type").asText(),
                            event.path("details"),
                            event.path("message").asText("").isEmpty()
                                    ? ""
                                    : "  " + event.path("message").asText()));
                }
            });
        }
    }

    @Command(name = "replay-board", description = "Has the job board made anew from the topics.")
    static final class ReplayBoard extends ClientCommand {
        @Override
        void ask(Server running, Screen screen) {
            running.order(ADMIN + "board/replay");
            screen.say("the board is being made anew; /health says when it runs");
        }
    }
}
