package io.scribestream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.renderers.Format;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The commands that ask a running server. */
abstract class ClientCommand implements Callable<Integer> {

    @ParentCommand
    Scribe scribe;

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The server (${DEFAULT-VALUE}).")
    URI server;

    @Override
    public final Integer call() {
        try {
            ask(new Server(server), scribe.screen());
            return ExitCodes.DONE;
        } catch (Server.RefusedException e) {
            scribe.screen().say(String.valueOf(e.getMessage()));
            return ExitCodes.JOB_FAILED;
        }
    }

    abstract void ask(Server running, Screen screen);

    @Command(
            name = "submit",
            description = "Sends a file, or what is at a URL, to a running server; prints the job's id.")
    static final class Submit extends ClientCommand {

        @Parameters(paramLabel = "FILE|URL", description = "What to transcribe.")
        String source;

        @Option(
                names = {"-l", "--language"},
                paramLabel = "LANG",
                description = "A language code, auto or multi.")
        @Nullable
        String language;

        @Option(names = "--prompt", paramLabel = "TEXT", description = "Words that set style and spelling.")
        @Nullable
        String prompt;

        @Option(names = "--translate", description = "English text.")
        boolean translate;

        @Override
        void ask(Server running, Screen screen) {
            Map<String, String> options = new LinkedHashMap<>();
            if (language != null) {
                options.put("language", language);
            }
            if (prompt != null) {
                options.put("prompt", prompt);
            }
            if (translate) {
                options.put("translate", "true");
            }
            boolean url = source.startsWith("http://") || source.startsWith("https://");
            JsonNode accepted =
                    url ? running.submit(URI.create(source), options) : running.submit(Path.of(source), options);
            screen.out().println(accepted.path("id").asText());
            screen.out().flush();
            screen.say("status: " + accepted.path("status_url").asText());
        }
    }

    @Command(name = "status", description = "Says how far a job is.")
    static final class Status extends ClientCommand {

        @Parameters(paramLabel = "ID", description = "The job's id.")
        String id;

        @Override
        void ask(Server running, Screen screen) {
            screen.out().println(running.status(id).toPrettyString());
            screen.out().flush();
        }
    }

    @Command(name = "result", description = "Prints a job's transcript.")
    static final class Result extends ClientCommand {

        @Parameters(paramLabel = "ID", description = "The job's id.")
        String id;

        @Option(
                names = {"-f", "--format"},
                defaultValue = "TXT",
                description = "One of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
        Format format;

        @Override
        void ask(Server running, Screen screen) {
            screen.out().print(running.result(id, format.extension()));
            screen.out().flush();
        }
    }

    @Command(name = "list", description = "Lists the jobs that a server knows, newest first.")
    static final class Listing extends ClientCommand {

        @Override
        void ask(Server running, Screen screen) {
            for (JsonNode job : running.list().path("jobs")) {
                screen.out()
                        .printf(
                                "%-36s  %-12s  %3.0f %%  %s%n",
                                job.path("id").asText(),
                                job.path("stage").asText(),
                                100 * job.path("progress").asDouble(),
                                job.path("name").asText());
            }
            screen.out().flush();
        }
    }
}
