package io.scribestream.standalone.it;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the machine lacks is told in one sentence, with exit code 3. */
class LackingMachineIT {

    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path home;

    @Test
    void namesTheModelThatIsNotThere() throws Exception {
        Finished finished = scribe().run("transcribe", "-m", "models/none.bin", Speech.file());

        isSentence(
                finished,
                "no model at models/none.bin; give the path of a ggml model or a name: tiny, ",
                "model_missing");
    }

    @Test
    void namesTheModelThatNobodyPublished() throws Exception {
        Finished finished = scribe().with("WHISPER_MODEL", "enormous").run("transcribe", Speech.file());

        isSentence(finished, "no model is called 'enormous'", "model_missing");
    }

    @Test
    void saysThatAModelIsCutShort() throws Exception {
        Path model = home.resolve("cut.bin");
        Files.copy(Repository.file("models/ggml-base-q8_0.bin"), model, StandardCopyOption.REPLACE_EXISTING);
        try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
            file.setLength(30_000_000);
        }

        isSentence(scribe().run("transcribe", "-m", model, Speech.file()), model.toString(), "model_invalid");
    }

    @Test
    void saysThatAFileIsNoModel() throws Exception {
        Path model = Files.writeString(home.resolve("text.bin"), "This is no model.\n".repeat(1000));

        isSentence(scribe().run("transcribe", "-m", model, Speech.file()), model.toString(), "model_invalid");
    }

    @Test
    void saysThatTheDataDirectoryCannotBeWritten() throws Exception {
        Path file = Files.createFile(home.resolve("file"));

        isSentence(
                scribe().run("transcribe", "--data", file.resolve("data"), Speech.file()),
                "the data directory " + file.resolve("data") + " cannot be written",
                "directory_not_writable");
    }

    @Test
    void saysThatTheDataDirectoryMayOnlyBeRead() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 320, "ro")) {
            for (Path data : List.of(disk.folder(), disk.folder().resolve("data"))) {
                isSentence(
                        scribe().run("transcribe", "--data", data, Speech.file()),
                        "the data directory " + data + " cannot be written",
                        "directory_not_writable");
            }
        }
    }

    @Test
    void saysThatTheDataDirectoryIsAnothers() throws Exception {
        Path folder = Files.createDirectory(home.resolve("folder"), asFileAttribute(fromString("r-xr-xr-x")));
        assumeFalse(Files.isWritable(folder), "root may write everywhere");

        isSentence(
                scribe().run("transcribe", "--data", folder, Speech.file()),
                "the data directory " + folder + " cannot be written",
                "directory_not_writable");
    }

    @Test
    void saysThatStandardOutputIsFull() throws Exception {
        assumeTrue(Files.exists(FULL), "there is no " + FULL);

        isSentence(
                scribe().to(FULL).run("transcribe", "--quiet", Speech.file()),
                Speech.file() + ": cannot write to standard output: ",
                "disk_full");
        assertThat(scribe().run("transcribe", "--quiet", Speech.file()).out())
                .as("what was heard is not lost")
                .contains("fellow Americans");
    }

    @Test
    void saysThatTheDiskOfTheOutputIsFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 8)) {
            disk.fill();

            isSentence(
                    scribe().run("transcribe", "--quiet", Speech.file(), "-o", disk.folder() + "/"),
                    "cannot write " + disk.folder().resolve("jfk.txt"),
                    "disk_full");
            assertThat(disk.folder()).isDirectoryContaining(file -> file.endsWith("filler"));
        }
    }

    @Test
    void saysThatTheDiskIsTooSmall() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 8)) {
            Finished finished =
                    scribe().run("transcribe", "--data", disk.folder().resolve("data"), Speech.file());

            isSentence(finished, "MB free", "disk_full");
            assertThat(finished.err()).contains(disk.folder().toString());
        }
    }

    @Test
    void saysThatTheDiskIsFullWhenItFillsUpAtWork() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(home.resolve("disk"), 320);
                RunningCommand running =
                        scribe().start("transcribe", "--data", disk.folder().resolve("data"), Speech.file())) {
            running.awaitOnErr("jfk.wav: 0:00 of 0:11", 1);
            disk.fill();

            Finished finished = running.awaitEnd();

            assertThat(finished.exit()).as(finished.toString()).isEqualTo(3);
            assertThat(finished.out()).isEmpty();
            assertThat(finished.err())
                    .containsPattern("is full; make room .* \\[disk_full]")
                    .doesNotContain("Exception")
                    .doesNotContain("\tat ");
        }
    }

    private ScribeCommand scribe() {
        return ScribeCommand.in(home);
    }

    private static void isSentence(Finished finished, String part, String code) {
        assertThat(finished.exit()).as(finished.toString()).isEqualTo(3);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err())
                .startsWith("scribe: ")
                .contains(part)
                .endsWith(" [" + code + "]\n")
                .hasLineCount(1);
        assertThat(finished.err()).doesNotContain("Exception");
    }

    /** A file system in memory, which only root may mount. */
    private record SmallDisk(Path folder) implements AutoCloseable {

        static SmallDisk mount(Path folder, int megabytes, String... more) throws IOException, InterruptedException {
            Files.createDirectories(folder);
            String options = String.join(",", "size=" + megabytes + "m", String.join(",", more));
            assumeTrue(
                    run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()),
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
