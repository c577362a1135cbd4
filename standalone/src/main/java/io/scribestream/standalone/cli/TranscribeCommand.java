package io.scribestream.standalone.cli;

import io.scribestream.renderers.Format;
import io.scribestream.renderers.RenderOptions;
import io.scribestream.runtime.Setting;
import io.scribestream.schemas.Languages;
import io.scribestream.schemas.avro.JobOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "transcribe",
        description = "Transcribes recordings on this machine; prints the text.",
        footer = {
            "",
            "Stop it whenever you like: the same command goes on where it stopped, and once it is done,",
            "it prints the stored transcript at once."
        })
final class TranscribeCommand implements Callable<Integer> {

    @ParentCommand
    Scribe scribe;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Recordings: audio, or video with sound.")
    List<Path> files;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "txt, srt, vtt, json or tsv (as -o's name ends, else txt).")
    @Nullable
    String format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE|DIR",
            description =
                    "Where the transcript goes. A folder, or a name with / at its end: files in it, named after the recordings; so too"
                            + " with several of them.")
    @Nullable
    String output; // no Path: that would drop the slash at the end, which says that it is a folder

    @Option(
            names = {"-l", "--language"},
            paramLabel = "LANG",
            defaultValue = Languages.AUTO,
            description =
                    "A language code; auto: found once per recording; multi: a recording that changes its language"
                            + " (${DEFAULT-VALUE}).")
    String language;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "PATH|NAME",
            description = "A ggml model, or the name of a published one, such as small (the shipped base-q8_0).")
    @Nullable
    String model;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Words that set style and spelling.")
    String prompt;

    @Option(names = "--words", description = "With -f json: every word with its times.")
    boolean words;

    @Option(
            names = "--show-gaps",
            description = "With -f txt: a line where words are missing (vtt and json always have it).")
    boolean showGaps;

    @Option(
            names = "--allow-gaps",
            description = "Ends with 0 also where a part could not be heard; without it, that is 1.")
    boolean allowGaps;

    @Option(names = "--translate", description = "English text, whatever is spoken.")
    boolean translate;

    @Mixin
    Threads threads;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where work and results are kept (the XDG data home's scribestream).")
    @Nullable
    Path data;

    @Option(names = "--again", description = "Transcribes anew what is done already.")
    boolean again;

    @Option(names = "--timing", description = "Says what took how long.")
    boolean timing;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    boolean quiet;

    @Override
    public Integer call() {
        if (!Languages.isChoice(language)) {
            throw new ParameterException(spec.commandLine(), Languages.unknown(language));
        }
        Format form = form();
        LocalSettings local = LocalSettings.of(
                scribe.env(), data, model == null ? scribe.env().text(Setting.WHISPER_MODEL) : model, threads.orNone());
        Transcription transcription = new Transcription(
                scribe.screen(),
                local,
                new JobOptions(language, prompt, translate),
                new Outputs(scribe.screen(), form, new RenderOptions(words, showGaps)),
                allowGaps);
        int exit = transcription.run(files, OutputPlan.of(files, output, form), again, quiet);
        if (timing) {
            transcription.steps().forEach(step -> scribe.screen().say(step));
        }
        return exit;
    }

    private Format form() {
        try {
            if (format != null) {
                return Format.parse(format);
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        String name = output == null ? "" : output;
        for (Format candidate : Format.values()) {
            if (name.endsWith("." + candidate.extension())) {
                return candidate;
            }
        }
        return Format.TXT;
    }
}
