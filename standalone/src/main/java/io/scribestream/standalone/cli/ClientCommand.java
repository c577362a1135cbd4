package io.scribestream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.renderers.Format;
import io.scribestream.runtime.Setting;
import io.scribestream.schemas.Languages;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that ask a running server. */
abstract class ClientCommand implements Callable<Integer> {

    /** As the chunker takes them. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");

    @Spec
    CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The server (${DEFAULT-VALUE}).")
    String server;

    @Override
    public final Integer call() {
        // Its parent may be another command than the program's own.
        Scribe scribe = (Scribe) spec.root().userObject();
        Screen screen = scribe.screen();
        String key = scribe.env().optionalText(Setting.SCRIBE_KEY).orElse("");
        Server running = new Server(address("--server", server), key);
        try {
            ask(running, screen);
            return ExitCodes.DONE;
        } catch (Server.RefusedException e) {
            screen.say(String.valueOf(e.getMessage()));
            return ExitCodes.JOB_FAILED;
        }
    }

    abstract void ask(Server running, Screen screen);

    /** An http or https address, or wrong use. */
    final URI address(String what, String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getPort() <= 65_535) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new ParameterException(spec.commandLine(), noAddress(what, text), e);
        }
        throw new ParameterException(spec.commandLine(), noAddress(what, text));
    }

    private static String noAddress(String what, String text) {
        return what + " has to be an address such as http://127.0.0.1:8080, not '" + text + "'";
    }

    /** What can be the id of a job, or wrong use. */
    final String id(String text) {
        if (!ID.matcher(text).matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "an id is made of letters, digits, '.', '_' and '-', at most 100, which '" + text + "' is not");
        }
        return text;
    }

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

        @Option(names = "--priority", paramLabel = "P", description = "low, normal or high, among your own jobs.")
        @Nullable
        String priority;

        @Option(
                names = "--deadline",
                paramLabel = "SECONDS",
                description = "After so many seconds nobody wants the text any more.")
        @Nullable
        Integer deadline;

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
            if (priority != null) {
                options.put("priority", priority);
            }
            if (deadline != null) {
                options.put("deadline_seconds", deadline.toString());
            }
            JsonNode accepted = URL.matcher(source).lookingAt()
                    ? running.submit(address("a source that is no file", source), options)
                    : running.submit(Path.of(source), options);
            screen.print(accepted.path("id").asText() + "\n");
            screen.say("status: " + accepted.path("status_url").asText());
        }
    }

    @Command(name = "status", description = "Says how far a job is.")
    static final class Status extends ClientCommand {

        @Parameters(paramLabel = "ID", description = "The job's id.")
        String id;

        @Override
        void ask(Server running, Screen screen) {
            screen.print(running.status(id(id)).toPrettyString() + "\n");
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

        @Option(names = "--words", description = "With -f json: every word with its times.")
        boolean words;

        @Option(names = "--show-gaps", description = "With -f txt: a line where words are missing.")
        boolean showGaps;

        @Override
        void ask(Server running, Screen screen) {
            screen.print(running.result(id(id), format.extension(), words, showGaps));
        }
    }

    @Command(name = "list", description = "Lists the jobs that a server knows, newest first.")
    static final class Listing extends ClientCommand {

        @Override
        void ask(Server running, Screen screen) {
            JsonNode jobs = running.list().path("jobs");
            screen.print(out -> {
                for (JsonNode job : jobs) {
                    out.write(String.format(
                            Locale.ROOT,
                            "%-36s  %-12s  %3.0f %%  %s%n",
                            job.path("id").asText(),
                            job.path("stage").asText(),
                            100 * job.path("progress").asDouble(),
                            job.path("name").asText()));
                }
            });
        }
    }

    @Command(name = "cancel", description = "Ends a job, wherever it stands; prints its id.")
    static final class Cancel extends ClientCommand {

        @Parameters(paramLabel = "ID", description = "The job's id.")
        String id;

        @Override
        void ask(Server running, Screen screen) {
            running.cancel(id(id));
            screen.print(id + "\n");
        }
    }

    @Command(
            name = "redrive",
            description = "Has the gaps of a completed job heard again, and nothing else of it; prints the job's id.",
            footer = {"", "The job's status says the version of its transcript: the next one has what was heard."})
    static final class Redrive extends ClientCommand {

        @Parameters(paramLabel = "ID", description = "The job's id.")
        String id;

        @Option(
                names = {"-l", "--language"},
                paramLabel = "LANG",
                description = "The language of the gaps, a code or auto (as in the job).")
        @Nullable
        String language;

        @Option(
                names = "--prompt",
                paramLabel = "TEXT",
                description = "Words that set style and spelling (as in the job).")
        @Nullable
        String prompt;

        @Override
        void ask(Server running, Screen screen) {
            String jobId = id(id);
            if (language != null && !language.equals(Languages.AUTO) && !Languages.isKnown(language)) {
                throw new ParameterException(spec.commandLine(), Languages.unknown(language));
            }
            JsonNode accepted = running.redrive(jobId, language, prompt);
            screen.print(jobId + "\n");
            screen.say("its transcript has version " + accepted.path("version").asInt() + " now; status: "
                    + accepted.path("status_url").asText());
        }
    }
}
