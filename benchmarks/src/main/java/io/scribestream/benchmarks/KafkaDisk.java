package io.scribestream.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What topics take on the disk of a broker. */
final class KafkaDisk {

    private final Path folder;

    /** @param folder of the broker's logs */
    KafkaDisk(Path folder) {
        this.folder = folder;
    }

    /** Bytes in the segments of a topic. */
    long bytes(String topic) throws IOException {
        long sum = 0;
        try (Stream<Path> partitions = Files.list(folder)) {
            for (Path partition : partitions
                    .filter(path -> path.getFileName().toString().startsWith(topic + "-"))
                    .toList()) {
                sum += logs(partition);
            }
        }
        return sum;
    }

    private static long logs(Path partition) throws IOException {
        try (Stream<Path> files = Files.list(partition)) {
            List<Path> logs =
                    files.filter(path -> path.toString().endsWith(".log")).toList();
            long sum = 0;
            for (Path file : logs) {
                sum += size(file);
            }
            return sum;
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // the broker removed it in the meantime
        }
    }
}
