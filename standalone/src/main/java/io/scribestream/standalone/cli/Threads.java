package io.scribestream.standalone.cli;

import io.scribestream.transcriber.engine.EngineSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --threads} of the commands that hear. */
final class Threads {

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    private int threads;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            description = "Processor cores to hear on, at most (all).")
    void set(int wanted) {
        if (wanted < 1 || wanted > EngineSettings.MOST) {
            throw new ParameterException(
                    command.commandLine(), "--threads is from 1 to " + EngineSettings.MOST + ", not " + wanted);
        }
        threads = wanted;
    }

    /** 0 where it was not given. */
    int orNone() {
        return threads;
    }
}
