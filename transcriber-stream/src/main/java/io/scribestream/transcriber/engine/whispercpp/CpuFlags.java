package io.scribestream.transcriber.engine.whispercpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** What the processor can do, as Linux lists it. */
public final class CpuFlags {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private CpuFlags() {}

    /** In order of name; empty where the system does not list them. */
    public static Set<String> ofThisMachine() {
        if (!Files.isReadable(CPUINFO)) {
            return Set.of();
        }
        try {
            return in(Files.readString(CPUINFO));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> in(String cpuinfo) {
        Set<String> flags = new TreeSet<>();
        cpuinfo.lines()
                .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .filter(list -> !list.isEmpty())
                .ifPresent(list -> flags.addAll(Arrays.asList(list.split("\\s+"))));
        return flags;
    }
}
