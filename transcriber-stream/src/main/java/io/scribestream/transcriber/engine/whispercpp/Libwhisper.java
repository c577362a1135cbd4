package io.scribestream.transcriber.engine.whispercpp;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One loaded libwhisper. Stays loaded until the process ends: its threads and its log function do not survive less.
 * Thread-safe, as far as the library is.
 */
final class Libwhisper {

    private static final Map<Path, Libwhisper> LOADED = new ConcurrentHashMap<>();

    private static final int RTLD_NOW = 2;
    private static final int RTLD_LOCAL_OF_MACOS = 4;

    private final NativeLog log = new NativeLog();
    private final Map<String, Function> functions = new ConcurrentHashMap<>();
    private final List<NativeLibrary> ggml = new ArrayList<>();
    private final NativeLibrary whisper;
    private final ParamsLayout layout;
    private final String version;

    /** Loads it, or gives back the one that this process has loaded from there. */
    static Libwhisper load(LibraryFiles files) {
        return LOADED.computeIfAbsent(files.whisper().toAbsolutePath(), path -> new Libwhisper(files));
    }

    private Libwhisper(LibraryFiles files) {
        if (Native.POINTER_SIZE != 8) {
            throw new EnvironmentException(Lack.NATIVE_UNUSABLE, "whisper.cpp needs a 64-bit Java");
        }
        whisper = open(files);
        quieten();
        loadBackends(files.folder());
        version = has("whisper_version") ? text(pointer("whisper_version")) : "1.7.1";
        layout = findLayout(files.whisper());
    }

    private NativeLibrary open(LibraryFiles files) {
        List<Throwable> failures = new ArrayList<>();
        for (Path dependency : files.dependencies()) {
            try {
                ggml.add(open(dependency));
            } catch (UnsatisfiedLinkError e) {
                failures.add(e); // libwhisper may not need it
            }
        }
        try {
            return open(files.whisper());
        } catch (UnsatisfiedLinkError e) {
            failures.forEach(e::addSuppressed);
            throw new EnvironmentException(Lack.NATIVE_UNUSABLE, unloadable(files.whisper(), failures, e), e);
        }
    }

    /** Symbols stay local: two versions of ggml in one process must not see each other. */
    private static NativeLibrary open(Path file) {
        if (Platform.isWindows()) {
            return NativeLibrary.getInstance(file.toString());
        }
        int flags = Platform.isMac() ? RTLD_NOW | RTLD_LOCAL_OF_MACOS : RTLD_NOW;
        return NativeLibrary.getInstance(file.toString(), Map.of(Library.OPTION_OPEN_FLAGS, flags));
    }

    private static String unloadable(Path file, List<Throwable> failures, Throwable last) {
        String why = String.valueOf((failures.isEmpty() ? last : failures.get(0)).getMessage())
                .lines()
                .findFirst()
                .orElse("");
        String cure = why.contains("libgomp")
                ? "install libgomp (package libgomp1 on Debian and Ubuntu, libgomp on Fedora, libgomp on Alpine)"
                : "check that it was built for this system, or leave WHISPER_LIBRARY unset";
        return "the engine library " + file + " cannot be loaded: " + why + "; " + cure;
    }

    private void quieten() {
        whisper.getFunction("whisper_log_set").invokeVoid(new Object[] {log, null});
        for (NativeLibrary library : ggml) {
            if (has(library, "ggml_log_set")) {
                library.getFunction("ggml_log_set").invokeVoid(new Object[] {log, null});
            }
        }
    }

    /** A build with dynamic backends has none until told where they are, and aborts the process without one. */
    private void loadBackends(Path folder) {
        for (NativeLibrary library : ggml) {
            if (has(library, "ggml_backend_load_all_from_path")
                    && library.getFunction("ggml_backend_dev_count").invokeLong(new Object[0]) == 0) {
                library.getFunction("ggml_backend_load_all_from_path")
                        .invokeVoid(new Object[] {NativeText.of(folder.toString())});
                if (library.getFunction("ggml_backend_dev_count").invokeLong(new Object[0]) == 0) {
                    throw new EnvironmentException(
                            Lack.NATIVE_UNUSABLE,
                            "the engine library in " + folder
                                    + " has no part that runs on this processor: put its libggml-cpu files beside it");
                }
            }
        }
    }

    private ParamsLayout findLayout(Path file) {
        Pointer defaults = pointer("whisper_full_default_params_by_ref", 0);
        try {
            return ParamsLayout.fitting(new InMemory(defaults), has("whisper_vad_default_params"))
                    .orElseThrow(
                            () -> new EnvironmentException(
                                    Lack.NATIVE_UNUSABLE,
                                    "the engine library " + file + ", version " + version
                                            + ", lays out its settings in a way this program does not know: use 1.7.1 to 1.9.x"));
        } finally {
            call("whisper_free_params", defaults);
        }
    }

    /** Where the fields of its settings lie. */
    ParamsLayout layout() {
        return layout;
    }

    /** {@code 1.7.1}; the first that tells is 1.7.6, earlier ones are all called 1.7.1. */
    String version() {
        return version;
    }

    NativeLog log() {
        return log;
    }

    boolean has(String function) {
        return has(whisper, function);
    }

    void call(String function, @Nullable Object... arguments) {
        function(function).invokeVoid(arguments);
    }

    int integer(String function, @Nullable Object... arguments) {
        return function(function).invokeInt(arguments);
    }

    long wide(String function, @Nullable Object... arguments) {
        return function(function).invokeLong(arguments);
    }

    float real(String function, @Nullable Object... arguments) {
        return function(function).invokeFloat(arguments);
    }

    /** Null as the library gives it. */
    @Nullable
    Pointer pointerOrNull(String function, @Nullable Object... arguments) {
        return function(function).invokePointer(arguments);
    }

    Pointer pointer(String function, @Nullable Object... arguments) {
        Pointer pointer = pointerOrNull(function, arguments);
        if (pointer == null) {
            throw new IllegalStateException(function + " gave null: " + log.lastWords());
        }
        return pointer;
    }

    Blocks.TokenData token(@Nullable Object... arguments) {
        return (Blocks.TokenData)
                function("whisper_full_get_token_data_from_state").invoke(Blocks.TokenData.class, arguments);
    }

    private Function function(String name) {
        return functions.computeIfAbsent(name, whisper::getFunction);
    }

    private static boolean has(NativeLibrary library, String function) {
        try {
            library.getFunction(function);
            return true;
        } catch (UnsatisfiedLinkError absent) {
            return false;
        }
    }

    static String text(Pointer text) {
        return text.getString(0, StandardCharsets.UTF_8.name());
    }

    private record InMemory(Pointer memory) implements ParamsLayout.Struct {
        @Override
        public int integer(int offset) {
            return memory.getInt(offset);
        }

        @Override
        public float real(int offset) {
            return memory.getFloat(offset);
        }

        @Override
        public long address(int offset) {
            return memory.getLong(offset);
        }
    }
}
