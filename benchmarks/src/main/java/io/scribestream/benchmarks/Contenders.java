package io.scribestream.benchmarks;

import io.scribestream.runtime.Setting;
import io.scribestream.testkit.Corpus;
import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who takes part: the two engines, a newer libwhisper, and what people use today. */
final class Contenders {

    private static final String MODEL = "models/ggml-base-q8_0.bin";
    private static final String ARCHIVE = "native/libwhisper-1.9.3-linux-x86_64.tar.xz";

    private final Path folder;
    private final Path log;

    /** @param folder for caches and for what they log */
    Contenders(Path folder) {
        this.folder = folder;
        this.log = folder.resolve("contenders.log");
    }

    Contender onnx() throws IOException {
        return onnx(folder.resolve("cache"));
    }

    /** With a cache of its own. */
    Contender onnx(Path cache) throws IOException {
        return engine("onnx", cache, Map.of("WHISPER_ENGINE", "onnx"));
    }

    Contender whisperCpp() throws IOException {
        return engine("whisper.cpp, bundled", folder.resolve("cache"), Map.of("WHISPER_ENGINE", "whisper.cpp"));
    }

    /** Skips what needs it where it is not there. */
    Contender newerWhisperCpp() throws IOException, InterruptedException {
        return engine(
                "whisper.cpp 1.9.3",
                folder.resolve("cache"),
                Map.of(
                        "WHISPER_ENGINE",
                        "whisper.cpp",
                        "WHISPER_LIBRARY",
                        newerLibrary().toString()));
    }

    /** Calls: {@code default} or {@code greedy}, a language or nothing, a file. */
    Contender fasterWhisper() throws IOException {
        Path home = Repository.file("benchmarks/target/faster-whisper");
        return Contender.start(
                "faster-whisper",
                List.of(
                        home.resolve("venv/bin/python").toString(),
                        Repository.file("benchmarks/faster-whisper/contender.py")
                                .toString(),
                        home.resolve("model").toString(),
                        Integer.toString(Runtime.getRuntime().availableProcessors())),
                Map.of(),
                log);
    }

    private Contender engine(String name, Path cache, Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("CLASSPATH", System.getProperty("java.class.path"));
        environment.put("ORT_DISABLE_TELEMETRY", "1");
        environment.put(Setting.WHISPER_MODEL.name(), Repository.file(MODEL).toString());
        environment.put(Setting.SCRIBE_CACHE_DIR.name(), cache.toString());
        // As the launcher starts Java.
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=4g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                EngineWorker.class.getName());
        return Contender.start(name, command, environment, log);
    }

    private Path newerLibrary() throws IOException, InterruptedException {
        Path archive = Corpus.requireShared(ARCHIVE);
        Path library = folder.resolve("libwhisper");
        if (!Files.isDirectory(library)) {
            Files.createDirectories(library);
            int exit = new ProcessBuilder("tar", "-xJf", archive.toString())
                    .directory(library.toFile())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IOException(archive + " could not be unpacked");
            }
        }
        return library;
    }
}
