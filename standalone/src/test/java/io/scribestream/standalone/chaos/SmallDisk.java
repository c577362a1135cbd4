package io.scribestream.standalone.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory that can be filled; only root may mount it, and the test is skipped for others. */
record SmallDisk(Path folder) implements AutoCloseable {

    private static final String FILLER = "filler";

    static SmallDisk mount(Path folder, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()),
                "needs the right to mount a small disk");
        return new SmallDisk(folder);
    }

    /** Takes all that is left, to the last block. */
    void fill() throws IOException, InterruptedException {
        run("dd", "if=/dev/zero", "of=" + folder.resolve(FILLER), "bs=4k");
    }

    void makeRoom() throws IOException {
        Files.delete(folder.resolve(FILLER));
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
