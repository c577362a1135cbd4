package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell script at the root of the repository. */
class LauncherIT {

    private static final String VERSION = "scribestream \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\s+";

    @TempDir
    Path home;

    @Test
    void worksFromAnyDirectory() throws Exception {
        Finished finished = run(new ProcessBuilder(Repository.file("scribe").toString(), "--version"));

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.out()).matches(VERSION);
    }

    @Test
    void worksThroughSymbolicLinks() throws Exception {
        Path bin = Files.createDirectory(home.resolve("bin"));
        Path first = Files.createSymbolicLink(bin.resolve("first"), Repository.file("scribe"));
        Path relative = Files.createSymbolicLink(
                bin.resolve("scribe"), Path.of(first.getFileName().toString()));

        Finished finished = run(new ProcessBuilder(relative.toString(), "--version"));

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.out()).matches(VERSION);
    }

    @Test
    void buildsWhatIsMissingAndSaysSoInOneLine() throws Exception {
        Path tree = tree("#!/bin/sh\nmkdir -p standalone/target\ncp '" + jar() + "' standalone/target/\n");

        Finished finished = run(launcher(tree));

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.err()).startsWith("scribe: building (").hasLineCount(1);
    }

    @Test
    void buildsAnewWhenASourceIsNewerThanTheJar() throws Exception {
        Path tree = tree("#!/bin/sh\ntrue\n");
        Path jar = Files.createDirectories(tree.resolve("standalone/target")).resolve("scribestream.jar");
        Files.copy(jar(), jar);
        Files.setLastModifiedTime(jar, java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L));

        Finished first = run(launcher(tree));
        Finished second = run(launcher(tree));

        assertThat(first.err()).startsWith("scribe: building (");
        assertThat(second.err()).as("built once").isEmpty();
    }

    @Test
    void showsTheEndOfABuildThatFailed() throws Exception {
        Path tree = tree("#!/bin/sh\necho '[ERROR] no network'\nexit 1\n");

        Finished finished = run(launcher(tree));

        assertThat(finished.exit()).isEqualTo(3);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).contains("scribe: the build failed").contains("[ERROR] no network");
    }

    @Test
    void startsAsWellWhereTheClassArchiveIsBroken() throws Exception {
        Path tree = tree("#!/bin/sh\ntrue\n");
        Files.copy(jar(), tree.resolve("standalone/target/scribestream.jar"));
        Files.writeString(tree.resolve("standalone/target/scribestream.jsa"), "no archive");

        Finished finished = run(launcher(tree));

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.out()).as("nothing of Java's own").matches(VERSION);
        assertThat(finished.err()).isEmpty();
    }

    @Test
    void saysWhichJavaItMisses() throws Exception {
        ProcessBuilder command = new ProcessBuilder(Repository.file("scribe").toString(), "--version");
        command.environment().put("JAVA_HOME", home.resolve("no-jdk").toString());

        Finished finished = run(command);

        assertThat(finished.exit()).isEqualTo(3);
        assertThat(finished.err())
                .contains("needs Java 17 or newer")
                .contains("no-jdk")
                .hasLineCount(1);
    }

    /** A copy of the tree without anything built, whose Maven is a script. */
    private Path tree(String maven) throws IOException {
        Path tree = Files.createDirectory(home.resolve("tree"));
        Files.copy(Repository.file("scribe"), tree.resolve("scribe"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createFile(tree.resolve("pom.xml"));
        Path script =
                Files.writeString(Files.createDirectory(home.resolve("maven")).resolve("mvn"), maven);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        // The jar names its libraries by their places beside it.
        Files.createDirectories(tree.resolve("standalone/target"));
        Files.createSymbolicLink(tree.resolve("standalone/target/lib"), jar().resolveSibling("lib"));
        return tree;
    }

    private ProcessBuilder launcher(Path tree) {
        ProcessBuilder command = new ProcessBuilder(tree.resolve("scribe").toString(), "--version");
        command.environment().merge("PATH", home.resolve("maven").toString(), (path, first) -> first + ":" + path);
        return command;
    }

    private static Path jar() {
        return Repository.file("standalone/target/scribestream.jar");
    }

    private Finished run(ProcessBuilder command) throws IOException, InterruptedException {
        command.directory(home.toFile());
        List.of("SCRIBE_JAVA_OPTS", "SCRIBE_CONFIG", "JAVA_TOOL_OPTIONS").forEach(command.environment()::remove);
        try (RunningCommand running = RunningCommand.of(command)) {
            return running.awaitEnd();
        }
    }
}
