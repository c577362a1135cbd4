package io.scribestream.standalone.cli;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.runtime.Logs;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.runtime.trace.Tracing;
import io.scribestream.schemas.Reason;
import io.scribestream.standalone.Watching;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code scribe} command. */
@Command(
        name = "scribe",
        description = "Turns audio and video into time-coded text, over Kafka Streams.",
        mixinStandardHelpOptions = true,
        versionProvider = Scribe.Version.class,
        scope = ScopeType.INHERIT,
        subcommands = {
            TranscribeCommand.class,
            ServeCommand.class,
            ClientCommand.Submit.class,
            ClientCommand.Status.class,
            FollowCommand.class,
            ClientCommand.Result.class,
            ClientCommand.Listing.class,
            ClientCommand.Cancel.class,
            ClientCommand.Redrive.class,
            LettersCommand.class,
            AdminCommand.class,
            WebhooksCommand.class,
            KeysCommand.class,
            RoleCommand.IngestApi.class,
            RoleCommand.Chunker.class,
            RoleCommand.Transcriber.class,
            RoleCommand.Merger.class,
            RoleCommand.Notifier.class,
            DoctorCommand.class
        },
        footer = {
            "",
            "Ends with 0: done; 1: a job failed or its text has a gap, the reason is on stderr; 2: wrong use;",
            "3: the machine lacks something; 75: the engine hung; to be started again, as the launcher does."
        })
public final class Scribe implements Runnable {

    /** No service, and yet everything runs in it. */
    private static final String TRANSCRIBE = "transcribe";

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log lines, and the whole stack trace of an error.")
    boolean verbose;

    @Spec
    CommandSpec spec;

    private final Screen screen;
    private final Env env;

    Scribe(Screen screen, Env env) {
        this.screen = screen;
        this.env = env;
    }

    public static void main(String[] args) {
        Launcher.endWithIt();
        Screen screen = Screen.ofProcess();
        int exit;
        try {
            exit = run(screen, Env.system(), args);
        } catch (ConfigException e) {
            screen.say(String.valueOf(e.getMessage()));
            exit = ExitCodes.WRONG_USE;
        }
        // Kafka's threads are no daemons: without this, a command that failed half-way would never end.
        System.exit(exit);
    }

    /** Runs one command and returns its exit code; never throws. */
    static int run(Screen screen, Env env, String... args) {
        Scribe scribe = new Scribe(screen, env);
        return new CommandLine(scribe)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(scribe::execute)
                .setExecutionExceptionHandler((e, command, parsed) -> scribe.explain(e))
                .setParameterExceptionHandler(scribe::wrongUse)
                .execute(args);
    }

    Screen screen() {
        return screen;
    }

    Env env() {
        return env;
    }

    boolean verbose() {
        return verbose;
    }

    @Override
    public void run() {
        spec.commandLine().usage(screen.err());
    }

    private int execute(CommandLine.ParseResult parsed) {
        String command =
                parsed.hasSubcommand() ? parsed.subcommand().commandSpec().name() : "";
        boolean service = parsed.hasSubcommand() && RoleCommand.isService(parsed.subcommand());
        if (verbose || service || env.isSet(Setting.SCRIBE_LOG_LEVEL)) {
            Logs.configure(env);
        } else {
            Logs.silence();
        }
        if (!service && !command.equals(TRANSCRIBE)) {
            return new CommandLine.RunLast().execute(parsed);
        }
        try (Tracing tracing = Tracing.start(env, "scribestream-" + command, Watching.version())) {
            return new CommandLine.RunLast().execute(parsed);
        }
    }

    private int wrongUse(ParameterException e, String[] args) {
        screen.say(String.valueOf(e.getMessage()));
        screen.err().println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCodes.WRONG_USE;
    }

    private int explain(Exception e) {
        if (verbose) {
            e.printStackTrace(screen.err());
        }
        if (e instanceof ConfigException) {
            screen.say(String.valueOf(e.getMessage()));
            return ExitCodes.WRONG_USE;
        } else if (e instanceof EnvironmentException lacking) {
            screen.say(lacking.told());
            return ExitCodes.ENVIRONMENT;
        } else if (e instanceof UnavailableException) {
            screen.say(e.getMessage() + " [" + Lack.UNREACHABLE.code() + "]");
            return ExitCodes.ENVIRONMENT;
        }
        screen.say("a mistake of ours: " + e + (verbose ? "" : "; --verbose shows where") + " ["
                + Reason.INTERNAL.code() + "]");
        return ExitCodes.ENVIRONMENT;
    }

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"scribestream " + Watching.version()};
        }
    }
}
