package io.scribestream.benchmarks;

import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;

/** Figures that are kept: a page in {@code benchmarks/results}, and the same on standard output. */
final class Results {

    private final Path file;
    private final StringBuilder page = new StringBuilder();

    private Results(Path file) {
        this.file = file;
    }

    /** @param name of the page; the date is added */
    static Results of(String name) throws IOException {
        Path folder = Repository.root().resolve("benchmarks").resolve("results");
        Files.createDirectories(folder);
        return new Results(folder.resolve(name + "-" + LocalDate.now() + ".md"));
    }

    void title(String title) {
        line("# " + title);
        line("");
    }

    void machine() {
        line(Report.machineText());
        line("");
    }

    void table(Map<String, String> figures) {
        line("| | |");
        line("|---|---|");
        figures.forEach((name, value) -> line("| " + name + " | " + value + " |"));
        line("");
    }

    void line(String line) {
        System.out.println(line);
        page.append(line).append('\n');
    }

    /** A file beside the page, with its name and another ending. */
    Path beside(String ending) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
    }

    void write() throws IOException {
        Files.writeString(file, page);
    }
}
