package io.scribestream.benchmarks;

import io.scribestream.transcriber.engine.EngineChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code benchmarks/run [accuracy] [overhead] [cold] [short] [ten-hours]}: without a name, all but the last. {@code
 * benchmarks/engines} runs those that begin with {@code engines-}.
 */
public final class Main {

    private static final List<String> USUAL = List.of("accuracy", "overhead", "cold", "short");

    private Main() {}

    public static void main(String[] args) throws Exception {
        Report report = new Report();
        report.machine();
        Path folder = Files.createTempDirectory("scribe-bench");
        try {
            for (String name : args.length == 0 ? USUAL : List.of(args)) {
                run(name, report, Files.createDirectory(folder.resolve(name)));
            }
        } finally {
            delete(folder);
        }
        System.exit(report.reached() ? 0 : 1);
    }

    private static void run(String name, Report report, Path folder) throws Exception {
        switch (name) {
            case "accuracy" -> {
                Accuracy.tenMinutes(report, folder);
                Accuracy.fleurs(report, folder);
            }
            case "overhead" -> {
                Overhead.tenMinutes(report, folder, EngineChoice.ONNX, rounds());
                Overhead.tenMinutes(report, folder, EngineChoice.WHISPER_CPP, rounds());
            }
            case "cold" -> Latency.cold(report, folder, 5);
            case "short" -> Latency.shortJob(report, folder, 21);
            case "engines-whole" -> new EngineContest(report, folder, rounds()).whole();
            case "engines-chunks" -> new EngineContest(report, folder, rounds()).chunks();
            case "engines-languages" -> LanguageContest.run(report, folder);
            case "engines-starts" -> new EngineContest(report, folder, rounds()).starts();
            case "engines-agreement" -> new EngineContest(report, folder, rounds()).agreement();
            case "engines-newcomer" -> Newcomer.run(report, folder, rounds());
            case "engines-shared" -> SharedMachine.run(report, folder, rounds());
            case "engines-features" -> Features.run(report, rounds());
            case "ten-hours" -> TenHours.run(report, folder);
            default -> throw new IllegalArgumentException("no benchmark is called " + name);
        }
    }

    private static int rounds() {
        return Integer.parseInt(System.getenv().getOrDefault("ROUNDS", "5"));
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
