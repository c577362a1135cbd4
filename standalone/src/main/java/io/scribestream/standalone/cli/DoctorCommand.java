package io.scribestream.standalone.cli;

import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import io.scribestream.standalone.AppHome;
import io.scribestream.standalone.Doctor;
import io.scribestream.standalone.Doctor.Finding;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "doctor",
        description = "Tries everything that a job needs on this machine; a line each, and 3 if something would fail.")
final class DoctorCommand implements Callable<Integer> {

    /** Shown to nobody: what is printed ends up in tickets. */
    private static final Set<Setting> SECRET = Set.of(
            Setting.SCRIBE_KEY, Setting.SCRIBE_REDIS_URL, Setting.SCRIBE_S3_SECRET_KEY, Setting.SCRIBE_WEBHOOK_SECRETS);

    @ParentCommand
    Scribe scribe;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "PATH|NAME",
            description = "The model (the shipped base-q8_0).")
    @Nullable
    String model;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory (the XDG data home's scribestream).")
    @Nullable
    Path data;

    @Option(names = "--settings", description = "Lists every setting instead, with what holds now.")
    boolean settings;

    @Override
    public Integer call() {
        Screen screen = scribe.screen();
        Env env = scribe.env();
        if (settings) {
            list(screen, env);
            return ExitCodes.DONE;
        }
        LocalSettings local = LocalSettings.of(env, data, model == null ? env.text(Setting.WHISPER_MODEL) : model, 0);
        // Each place as it would be for transcribe.
        Doctor doctor =
                new Doctor(LocalEnv.of(local), AppHome.find(), local.data(), () -> LocalModel.find(local, screen)
                        .file());
        boolean well = doctor.examine(finding -> print(screen, finding));
        return well ? ExitCodes.DONE : ExitCodes.ENVIRONMENT;
    }

    private static void print(Screen screen, Finding finding) {
        screen.print(String.format("%-4s %-9s %s%n", finding.well() ? "ok" : "FAIL", finding.name(), finding.detail()));
    }

    private static void list(Screen screen, Env env) {
        for (Setting setting : Setting.values()) {
            String value = env.optionalText(setting).orElse("");
            boolean hidden = SECRET.contains(setting) && !value.isEmpty();
            screen.print(String.format("%s=%s%n    %s%n", setting, hidden ? "***" : value, setting.description()));
        }
    }
}
