package io.scribestream.transcriber.engine.whispercpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.givimad.whisperjni.WhisperJNI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledNativesTest {

    private static final Set<String> AVX2 = Set.of("sse4_2", "avx", "avx2", "fma", "f16c");

    @Test
    void takesTheFastBuildOnlyWhereTheProcessorHasAllItNeeds() {
        assertThat(ggmlOn("Linux", "amd64", AVX2)).contains("avx2");
        assertThat(ggmlOn("Linux", "amd64", Set.of("sse4_2", "avx"))).isEqualTo("debian-amd64/libggml.so");
    }

    @Test
    void namesOnlyResourcesThatAreThere() {
        List.of(
                        BundledNatives.choose("Linux", "amd64", AVX2),
                        BundledNatives.choose("Linux", "amd64", Set.of()),
                        BundledNatives.choose("Linux", "aarch64", Set.of("fphp")),
                        BundledNatives.choose("Linux", "aarch64", Set.of()),
                        BundledNatives.choose("Mac OS X", "aarch64", Set.of()),
                        BundledNatives.choose("Mac OS X", "x86_64", Set.of()))
                .forEach(natives -> assertThat(natives.orElseThrow().resources().values())
                        .allSatisfy(resource -> assertThat(WhisperJNI.class.getResource("/" + resource))
                                .isNotNull()));
    }

    @Test
    void hasNothingForOtherSystems() {
        assertThat(BundledNatives.choose("Windows 11", "amd64", Set.of())).isEmpty();
        assertThat(BundledNatives.choose("Linux", "riscv64", Set.of())).isEmpty();
    }

    @Test
    void readsTheFlagsOfAProcessor() {
        assertThat(CpuFlags.in("processor\t: 0\nflags\t\t: fpu avx2  fma\n\nprocessor: 1\nflags: other\n"))
                .containsExactly("avx2", "fma", "fpu");
        assertThat(CpuFlags.in("Features\t: fp asimd fphp\n")).contains("fphp");
        assertThat(CpuFlags.in("no such line")).isEmpty();
    }

    @Test
    void unpacksOnce(@TempDir Path cache) throws Exception {
        LibraryFiles files = Unpacked.into(cache, BundledNatives.here());
        assertThat(files.whisper()).isRegularFile();
        FileTime first = Files.getLastModifiedTime(files.whisper());

        assertThat(Unpacked.into(cache, BundledNatives.here())).isEqualTo(files);

        assertThat(Files.getLastModifiedTime(files.whisper())).isEqualTo(first);
        try (var left = Files.list(cache.resolve("natives"))) {
            assertThat(left).as("nothing half done").hasSize(1);
        }
    }

    private static String ggmlOn(String os, String arch, Set<String> flags) {
        return BundledNatives.choose(os, arch, flags).orElseThrow().resources().values().stream()
                .filter(resource -> resource.contains("ggml"))
                .findFirst()
                .orElseThrow();
    }
}
