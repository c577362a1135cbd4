package io.scribestream.transcriber.engine.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java of the same kind and class path as this one, small and quick to start. */
final class ChildJvm implements AutoCloseable {

    private static final int READ_AT_MOST = 1 << 16;

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static ChildJvm start(Class<?> main, List<String> arguments) throws IOException {
        Path output = Files.createTempFile("engine-probe-", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=4g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + errorFile(output),
                main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        // ONNX Runtime, where it reports to its maker, parses the command line on its stack, and ends where that is
        // long
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        return new ChildJvm(process, output);
    }

    /** How a child ended. */
    record End(int exitCode, String output) {}

    /** @throws IOException if it does not end in time; it is ended then */
    End await(Duration limit) throws IOException {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("it did not answer within " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for it", e);
        }
        byte[] bytes;
        try (var in = Files.newInputStream(output)) {
            bytes = in.readNBytes(READ_AT_MOST);
        }
        return new End(process.exitValue(), new String(bytes, StandardCharsets.UTF_8));
    }

    private static Path errorFile(Path output) {
        return output.resolveSibling(output.getFileName() + ".crash");
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(output);
        Files.deleteIfExists(errorFile(output));
    }
}
