package io.scribestream.chunker.decode;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/** The command line of the decoder process: this JVM's Java, and of its class path only what decoding needs. */
final class ChildCommand {

    /** What the process may know of our environment; keys and passwords stay here. */
    static final Set<String> ENVIRONMENT =
            Set.of("HOME", "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TMP", "TEMP", "SystemRoot", "USERPROFILE");

    private static final String JAVACPP = "org.bytedeco.javacpp.";

    private ChildCommand() {}

    static List<String> build() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // small, and up at once: no parallel collector, no second compiler
        command.addAll(List.of("-Xmx64m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-XX:+ErrorFileToStderr", "-XX:-CreateCoredumpOnCrash"));
        command.addAll(List.of("-XX:-UsePerfData", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8"));
        // native memory is freed by hand; javacpp's own accounting would collect garbage at every allocation
        command.addAll(List.of(
                "-D" + JAVACPP + "nopointergc=true",
                "-D" + JAVACPP + "maxBytes=0",
                "-D" + JAVACPP + "maxPhysicalBytes=0"));
        for (String kept : List.of("java.io.tmpdir", JAVACPP + "cachedir")) {
            String value = System.getProperty(kept);
            if (value != null) {
                command.add("-D" + kept + "=" + value);
            }
        }
        command.addAll(List.of("-cp", classPath(), DecoderProcess.class.getName()));
        return command;
    }

    private static String classPath() {
        String platform = Loader.Detector.getPlatform();
        Set<Path> path = new LinkedHashSet<>();
        path.add(home(DecoderProcess.class));
        path.add(home(avutil.class));
        path.add(home(Loader.class));
        path.add(holder(avutil.class, "/org/bytedeco/ffmpeg/" + platform));
        path.add(holder(Loader.class, "/org/bytedeco/javacpp/" + platform));
        return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where " + type + " comes from has no file name", e);
        }
    }

    /** The jar (or folder) that the platform's native libraries are in. */
    private static Path holder(Class<?> nearby, String folder) {
        URL url = nearby.getResource(folder);
        if (url == null) {
            throw new EnvironmentException(
                    Lack.NATIVE_UNUSABLE, "there is no decoder for this platform: the class path has no " + folder);
        }
        try {
            if (url.openConnection() instanceof JarURLConnection jar) {
                return Path.of(jar.getJarFileURL().toURI());
            }
            String whole = url.toString();
            return Path.of(URI.create(whole.substring(0, whole.length() - folder.length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where " + folder + " comes from has no file name", e);
        }
    }
}
