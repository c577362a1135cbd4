package io.scribestream.transcriber.journal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how the process before this one died: from the report that Java writes at a fatal error. */
final class Obituary {

    private static final Logger LOG = LoggerFactory.getLogger(Obituary.class);

    /** What the launcher saw: the exit code of the process before, where there was one. */
    static final String EXIT_BEFORE = "scribe.exit.before";

    /** 128 and SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV: nobody sends these from outside. */
    private static final Set<Integer> CRASHES = Set.of(132, 133, 134, 135, 136, 139);

    private static final String ERROR_FILE = "-XX:ErrorFile=";
    private static final int KEPT = 5;

    private Obituary() {}

    /** Where Java would write its report of a fatal error of this process. */
    static List<Path> placesOfReport() {
        String pid = Long.toString(ProcessHandle.current().pid());
        List<Path> places = new ArrayList<>();
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith(ERROR_FILE))
                .map(argument -> argument.substring(ERROR_FILE.length()).replace("%p", pid))
                .forEach(argument -> places.add(Path.of(argument).toAbsolutePath()));
        String name = "hs_err_pid" + pid + ".log";
        places.add(Path.of(name).toAbsolutePath());
        places.add(Path.of("/tmp", name)); // where Java goes when it cannot write elsewhere
        places.add(Path.of(System.getProperty("java.io.tmpdir"), name).toAbsolutePath());
        return places.stream().distinct().toList();
    }

    /**
     * Whether the process that noted these places, at that time, crashed. A report is moved away: in a container every
     * process has the same number, and Java writes over no report.
     */
    static boolean isOfCrash(List<Path> places, FileTime noted, Path keep) throws IOException {
        boolean seen = exitBefore().filter(CRASHES::contains).isPresent();
        for (Path place : places) {
            if (Files.isRegularFile(place) && Files.getLastModifiedTime(place).compareTo(noted) >= 0) {
                keep(place, keep);
                seen = true;
            }
        }
        return seen;
    }

    private static Optional<Integer> exitBefore() {
        return Optional.ofNullable(Integer.getInteger(EXIT_BEFORE));
    }

    private static void keep(Path report, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path kept = folder.resolve(Files.getLastModifiedTime(report).toMillis() + "-" + report.getFileName());
        try {
            Files.move(report, kept, StandardCopyOption.REPLACE_EXISTING);
            LOG.atWarn().addKeyValue("report", kept).log("the process before this one crashed");
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("report", report).log("the process before this one crashed; {}", e.toString());
        }
        List<Path> reports;
        try (Stream<Path> all = Files.list(folder)) {
            reports = all.sorted().toList();
        }
        for (Path old : reports.subList(0, Math.max(0, reports.size() - KEPT))) {
            Files.delete(old);
        }
    }
}
