package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the machine lacks is told in one sentence, with exit code 3. */
class LackingMachineIT {

    @TempDir
    Path home;

    @Test
    void namesTheModelThatIsNotThere() throws Exception {
        Finished finished = scribe().run("transcribe", "-m", "models/none.bin", Speech.file());

        isSentence(finished, "no model at models/none.bin; give the path of a ggml model or a name: tiny, ");
    }

    @Test
    void namesTheModelThatNobodyPublished() throws Exception {
        Finished finished = scribe().with("WHISPER_MODEL", "enormous").run("transcribe", Speech.file());

        isSentence(finished, "no model is called 'enormous'");
    }

    @Test
    void saysThatAModelIsCutShort() throws Exception {
        Path model = home.resolve("cut.bin");
        Files.copy(Repository.file("models/ggml-base-q8_0.bin"), model, StandardCopyOption.REPLACE_EXISTING);
        try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
            file.setLength(30_000_000);
        }

        isSentence(scribe().run("transcribe", "-m", model, Speech.file()), model.toString());
    }

    @Test
    void saysThatAFileIsNoModel() throws Exception {
        Path model = Files.writeString(home.resolve("text.bin"), "This is no model.\n".repeat(1000));

        isSentence(scribe().run("transcribe", "-m", model, Speech.file()), model.toString());
    }

    @Test
    void saysThatTheDataDirectoryCannotBeWritten() throws Exception {
        Path file = Files.createFile(home.resolve("file"));

        isSentence(
                scribe().run("transcribe", "--data", file.resolve("data"), Speech.file()),
                "the data directory " + file.resolve("data") + " cannot be written");
    }

    @Test
    void saysThatTheDiskIsTooSmall() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 8)) {
            Finished finished =
                    scribe().run("transcribe", "--data", disk.folder().resolve("data"), Speech.file());

            isSentence(finished, "MB free");
            assertThat(finished.err()).contains(disk.folder().toString());
        }
    }

    @Test
    void saysThatTheDiskIsFullWhenItFillsUpAtWork() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 320);
                RunningCommand running =
                        scribe().start("transcribe", "--data", disk.folder().resolve("data"), Speech.file(), "-t", 1)) {
            running.awaitOnErr("jfk.wav: 0:00 of 0:11", 1);
            disk.fill();

            Finished finished = running.awaitEnd();

            assertThat(finished.exit()).as(finished.toString()).isEqualTo(3);
            assertThat(finished.out()).isEmpty();
            assertThat(finished.err())
                    .contains("is full; make room")
                    .doesNotContain("Exception")
                    .doesNotContain("\tat ");
        }
    }

    private ScribeCommand scribe() {
        return ScribeCommand.in(home);
    }

    private static void isSentence(Finished finished, String part) {
        assertThat(finished.exit()).as(finished.toString()).isEqualTo(3);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).startsWith("scribe: ").contains(part).hasLineCount(1);
        assertThat(finished.err()).doesNotContain("Exception");
    }

    /** A file system in memory, which only root may mount. */
    private record SmallDisk(Path folder) implements AutoCloseable {

        static SmallDisk mount(Path folder, int megabytes) throws IOException, InterruptedException {
            Files.createDirectories(folder);
            assumeTrue(
                    run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()),
                    "needs the right to mount a small disk");
            return new SmallDisk(folder);
        }

        /** Takes all that is left. */
        void fill() throws IOException, InterruptedException {
            run("dd", "if=/dev/zero", "of=" + folder.resolve("filler"), "bs=1M");
        }

        @Override
        public void close() throws IOException, InterruptedException {
            // Lazily: a process that is ending may still have a file open.
            run("umount", "-l", folder.toString());
        }

        private static boolean run(String... command) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        }
    }
}
