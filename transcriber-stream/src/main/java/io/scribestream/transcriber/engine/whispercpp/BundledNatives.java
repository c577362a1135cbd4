package io.scribestream.transcriber.engine.whispercpp;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which files of the whisper-jni jar this machine needs.
 *
 * @param resources resource in the jar by the name it must have in its folder
 * @param whisper the name of libwhisper itself
 */
record BundledNatives(Map<String, String> resources, String whisper) {

    private static final Set<String> AVX2 = Set.of("avx", "avx2", "fma", "f16c");

    BundledNatives {
        resources = new TreeMap<>(resources);
    }

    /** For this machine. */
    static BundledNatives here() {
        String os = System.getProperty("os.name");
        String arch = System.getProperty("os.arch");
        return choose(os, arch, CpuFlags.ofThisMachine())
                .orElseThrow(
                        () -> new EnvironmentException(
                                Lack.NATIVE_UNUSABLE,
                                "no libwhisper for " + os + " on " + arch
                                        + " is part of this program: set WHISPER_LIBRARY to a libwhisper 1.7.1 to 1.9.x built for it"));
    }

    /** Empty where the jar has nothing that can be called without its own Java classes, as on Windows. */
    static Optional<BundledNatives> choose(String os, String arch, Set<String> flags) {
        String system = os.toLowerCase(Locale.ROOT);
        boolean intel = arch.equals("amd64") || arch.equals("x86_64");
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        if (system.startsWith("linux") && intel) {
            return Optional.of(
                    linux("debian-amd64", flags.containsAll(AVX2) ? "libggml+mf16c+mfma+mavx+mavx2.so" : "libggml.so"));
        }
        if (system.startsWith("linux") && arm) {
            return Optional.of(linux("debian-arm64", flags.contains("fphp") ? "libggml+fp16.so" : "libggml+crc.so"));
        }
        if (system.startsWith("mac") && (intel || arm)) {
            String folder = intel ? "macos-amd64" : "macos-arm64";
            return Optional.of(new BundledNatives(
                    Map.of(
                            "libggml.dylib", folder + "/libggml.dylib",
                            "libwhisper.1.dylib", folder + "/libwhisper.1.dylib"),
                    "libwhisper.1.dylib"));
        }
        return Optional.empty();
    }

    private static BundledNatives linux(String folder, String ggml) {
        return new BundledNatives(
                Map.of("libggml.so", folder + "/" + ggml, "libwhisper.so.1", folder + "/libwhisper.so.1"),
                "libwhisper.so.1");
    }
}
