package io.scribestream.standalone;

import io.scribestream.testkit.Repository;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets processes of the product start as fast as the launcher's do: with an archive of classes as the JVM keeps them in
 * memory, from a first transcription. Made once for each build of the jar, by whoever starts a process first; it holds for
 * processes whose class path begins with that jar, and whose Java is this one.
 */
public final class QuickStart {

    private static final Path TARGET = Repository.root().resolve("standalone/target");
    private static final Path JAR = TARGET.resolve("scribestream.jar");
    private static final Path ARCHIVE = TARGET.resolve("tests.jsa");

    private static @Nullable List<String> options;

    /** The packaged program. */
    public static Path jar() {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing; build it with: mvn package");
        }
        return JAR;
    }

    /** The packaged program, and behind it all that this JVM has. */
    public static String classPath() {
        return jar() + File.pathSeparator + System.getProperty("java.class.path");
    }

    /** The options for Java that the launcher gives for this. */
    public static synchronized List<String> options() throws IOException, InterruptedException {
        if (options == null) {
            makeArchive();
            options = List.of(
                    "-XX:+DisplayVMOutputToStderr",
                    "-Xlog:disable",
                    "-Xlog:all=error:stderr",
                    "-Xshare:auto",
                    "-XX:SharedArchiveFile=" + ARCHIVE);
        }
        return options;
    }

    /** Other JVMs of the same tests wait for it. */
    private static void makeArchive() throws IOException, InterruptedException {
        try (FileChannel file = FileChannel.open(
                        TARGET.resolve("tests.jsa.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            if (Files.exists(ARCHIVE)
                    && Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(jar())) > 0) {
                return;
            }
            Path folder = Files.createTempDirectory("rehearsal");
            try {
                Path made = TARGET.resolve("tests.jsa.part");
                Files.deleteIfExists(made);
                rehearse(made, folder);
                Files.move(made, ARCHIVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Folders.delete(folder);
            }
        }
    }

    private static void rehearse(Path archive, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-XX:ArchiveClassesAtExit=" + archive,
                "-Dscribe.home=" + Repository.root(),
                "-jar",
                jar().toString(),
                "transcribe",
                "--quiet",
                "--data",
                folder.resolve("data").toString(),
                LongSpeech.ONCE.toString()));
        Path said = folder.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1"); // as the launcher does
        int exit = builder.start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("a first transcription ended with " + exit + ": " + Files.readString(said));
        }
    }

    private QuickStart() {}
}
