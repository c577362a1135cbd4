package io.scribestream.standalone.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.testkit.Repository;
import io.scribestream.testkit.Sounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));

        Finished first = run(launcher(tree));
        Finished second = run(launcher(tree));

        assertThat(first.err()).startsWith("scribe: building (");
        assertThat(second.err()).as("built once").isEmpty();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void unpacksNativeLibrariesOnceAndStartsWithThem() throws Exception {
        Path tree = tree("#!/bin/sh\ntrue\n");
        Files.copy(jar(), tree.resolve("standalone/target/scribestream.jar"));

        Finished first = run(launcher(tree));
        Path options = unpacked(tree);
        FileTime made = Files.getLastModifiedTime(options);
        Finished second = run(launcher(tree));

        assertThat(first.exit()).as(first.toString()).isZero();
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(Files.getLastModifiedTime(unpacked(tree))).isEqualTo(made);
        for (String option : Files.readAllLines(options)) {
            assertThat(Path.of(option.substring(option.indexOf('=') + 1, option.length() - 1)))
                    .isDirectoryContaining("glob:**.so");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void unpacksNoNativeLibraryWhileItHears() throws Exception {
        Path longer = Sounds.wav(home.resolve("longer.wav"), Speech.repeated(30, 3));
        Path temporary = Files.createDirectory(home.resolve("temporary"));
        ProcessBuilder command = new ProcessBuilder(
                Repository.file("scribe").toString(),
                "transcribe",
                "--data",
                home.resolve("data").toString(),
                longer.toString());
        command.environment().put("SCRIBE_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
        try (RunningCommand running = RunningCommand.of(command)) {
            running.awaitOnErr("longer\\.wav: ", 1);
            try (Stream<Path> files = Files.walk(temporary)) {
                assertThat(files).noneMatch(file -> file.toString().endsWith(".so"));
            }
        }
    }

    private static Path unpacked(Path tree) throws IOException {
        try (Stream<Path> folders = Files.list(tree.resolve("standalone/target/natives"))) {
            List<Path> all = folders.toList();
            assertThat(all).hasSize(1);
            return all.get(0).resolve("options");
        }
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

    @Test
    void startsAgainWhatTheEngineTookAlong() throws Exception {
        ProcessBuilder command = serve(
                """
                case $(wc -l < starts) in
                    1) kill -ABRT $$ ;;
                    2) exit 75 ;;
                    *) echo served; exit 4 ;;
                esac
                """);

        Finished finished = run(command);

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(4);
        assertThat(finished.out()).isEqualTo("served\n");
        assertThat(finished.err().lines())
                .containsExactly(
                        "scribe: ended with 134, most likely by the engine; starting again",
                        "scribe: ended with 75, most likely by the engine; starting again");
        assertThat(Files.readAllLines(home.resolve("starts")))
                .as("each knows how the one before it ended")
                .satisfiesExactly(
                        first -> assertThat(first).doesNotContain("scribe.exit.before"),
                        second -> assertThat(second).contains("-Dscribe.exit.before=134 "),
                        third -> assertThat(third).contains("-Dscribe.exit.before=75 "));
    }

    /** What a full heap leaves behind may lack any thread; the stand-in does what Java does where an object finds no room. */
    @Test
    void startsAgainWhatHadNoMemoryAndBlamesNoChunk() throws Exception {
        ProcessBuilder command = serve(
                """
                [ $(wc -l < starts) = 1 ] || exit 4
                full=
                for option in "$@"; do
                    case $option in
                        -XX:OnOutOfMemoryError=*) sh -c "${option#*=}" ;;
                        -XX:+ExitOnOutOfMemoryError) full=3 ;;
                    esac
                done
                exit $full
                """);

        Finished finished = run(command);

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(4);
        assertThat(finished.err()).contains("ended with 3, its memory was full").hasLineCount(1);
        assertThat(Files.readAllLines(home.resolve("starts")))
                .hasSize(2)
                .noneMatch(arguments -> arguments.contains("scribe.exit.before"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 3", "kill -KILL $$", "exit 0"})
    void startsNothingAgainThatEndedOtherwise(String end) throws Exception {
        Finished finished = run(serve(end));

        assertThat(finished.exit()).isIn(0, 3, 137);
        assertThat(Files.readAllLines(home.resolve("starts"))).hasSize(1);
    }

    @Test
    void startsNothingAgainThatDoesNotHear() throws Exception {
        ProcessBuilder command = serve("exit 134");
        command.command().set(1, "doctor");

        assertThat(run(command).exit()).isEqualTo(134);
        assertThat(Files.readAllLines(home.resolve("starts"))).hasSize(1);
    }

    @Test
    void givesUpAfterTenRestarts() throws Exception {
        ProcessBuilder command = serve("exit 139");
        Path quick =
                Files.writeString(Files.createDirectories(home.resolve("maven")).resolve("sleep"), "#!/bin/sh\n");
        assertThat(quick.toFile().setExecutable(true)).isTrue();
        command.environment().merge("PATH", quick.getParent().toString(), (path, first) -> first + ":" + path);

        Finished finished = run(command);

        assertThat(finished.exit()).isEqualTo(139);
        assertThat(finished.err()).contains("giving up").hasLineCount(11);
    }

    @Test
    void handsSignalsOnAndEndsWithTheirCode() throws Exception {
        ProcessBuilder command = serve(
                """
                trap 'echo ended in order; exit 143' TERM
                echo serving >&2
                while :; do sleep 0.1; done
                """);
        command.directory(home.toFile());
        try (RunningCommand running = RunningCommand.of(command)) {
            running.awaitOnErr("serving", 1);
            int code = running.interrupt();
            Finished finished = running.awaitEnd();

            assertThat(finished.exit()).isEqualTo(code);
            assertThat(finished.out()).isEqualTo("ended in order\n");
        }
    }

    @Test
    void takesJavaAlongWhenItIsKilled() throws Exception {
        ProcessBuilder command = new ProcessBuilder(Repository.file("scribe").toString(), "merger");
        command.directory(home.toFile());
        command.environment().put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        command.environment().put("SCRIBE_STATE_DIR", home.resolve("state").toString());
        try (RunningCommand running = RunningCommand.of(command)) {
            ProcessHandle java = javaOf(running);

            running.kill();

            java.onExit().get(RunningCommand.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static ProcessHandle javaOf(RunningCommand launcher) throws Exception {
        ProcessHandle script = ProcessHandle.of(launcher.pid()).orElseThrow();
        Optional<ProcessHandle> java = Optional.empty();
        while (java.isEmpty()) {
            assertThat(script.isAlive()).isTrue();
            java = script.children()
                    .filter(child -> child.info().command().orElse("").endsWith("java"))
                    .findFirst();
        }
        return java.get();
    }

    /** Runs {@code scribe serve} with a script for Java, which notes its arguments. */
    private ProcessBuilder serve(String java) throws IOException {
        Path tree = tree("#!/bin/sh\ntrue\n");
        Files.copy(jar(), tree.resolve("standalone/target/scribestream.jar"));
        Path bin = Files.createDirectories(home.resolve("jdk/bin"));
        Path script = Files.writeString(
                bin.resolve("java"), "#!/bin/sh\necho \"$* \" >> '" + home.resolve("starts") + "'\n" + java + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        ProcessBuilder command = new ProcessBuilder(tree.resolve("scribe").toString(), "serve");
        command.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        return command;
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
