package io.scribestream.transcriber.engine.onnx.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A file that names the others in its folder with their sizes and sums, by which damage is seen. The sum of 100 MB takes
 * some hundredths of a second, and brings them into memory on the way.
 */
final class Manifest {

    private static final String NAME = "manifest";

    private Manifest() {}

    static void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(NAME), describe(folder), StandardCharsets.UTF_8);
    }

    /** Whether the folder holds exactly what was there when its manifest was written. */
    static boolean holds(Path folder) throws IOException {
        Path manifest = folder.resolve(NAME);
        return Files.isRegularFile(manifest)
                && new String(Files.readAllBytes(manifest), StandardCharsets.UTF_8).equals(describe(folder));
    }

    private static String describe(Path folder) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path file : files(folder)) {
            lines.append(file.getFileName())
                    .append(' ')
                    .append(Files.size(file))
                    .append(' ')
                    .append(Long.toHexString(sum(file)))
                    .append('\n');
        }
        return lines.toString();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith(NAME)).sorted().toList();
        }
    }

    private static long sum(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        ByteBuffer part = ByteBuffer.allocateDirect(1 << 20);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(part) >= 0) {
                sum.update(part.flip());
                part.clear();
            }
        }
        return sum.getValue();
    }
}
