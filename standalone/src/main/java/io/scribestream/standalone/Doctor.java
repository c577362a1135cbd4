package io.scribestream.standalone;

import io.scribestream.chunker.cut.SpeechDetector;
import io.scribestream.chunker.decode.DecodeLimits;
import io.scribestream.chunker.decode.FfmpegDecoder;
import io.scribestream.chunker.decode.PcmSource;
import io.scribestream.chunker.vad.SileroModel;
import io.scribestream.objects.S3Connection;
import io.scribestream.objects.UploadObjects;
import io.scribestream.objects.UploadPlace;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.schemas.registry.HttpSchemaRegistry;
import io.scribestream.schemas.registry.RegistryUnavailableException;
import io.scribestream.schemas.registry.UnknownSchemaException;
import io.scribestream.standalone.models.KnownModel;
import io.scribestream.standalone.models.ModelFetcher;
import io.scribestream.transcriber.engine.EngineChoice;
import io.scribestream.transcriber.engine.EngineSettings;
import io.scribestream.transcriber.engine.probe.ProbeReport;
import io.scribestream.transcriber.engine.probe.Speeds;
import io.scribestream.transcriber.engine.whispercpp.CpuFlags;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Looks at everything a job needs on this machine, by really using each part once. */
public final class Doctor {

    private static final double LOW_DISK_GB = 5;

    /** What makes an engine fast, as Linux calls it. */
    private static final Set<String> SPEED = Set.of(
            "avx", "avx2", "fma", "f16c", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimd", "asimddp", "i8mm");

    private static final Duration BROKER_PATIENCE = Duration.ofSeconds(5);

    /**
     * What came of one look.
     *
     * @param well false if something would fail
     */
    public record Finding(String name, boolean well, String detail) {}

    private final Env env;
    private final Path home;
    private final Path data;
    private final Callable<Path> finding;
    private @Nullable Path model;

    /**
     * @param env as it holds for the command that would do the jobs
     * @param finding finds the model that jobs would be heard with, or throws why there is none
     */
    public Doctor(Env env, Path home, Path data, Callable<Path> finding) {
        this.env = env;
        this.home = home;
        this.data = data;
        this.finding = finding;
    }

    /**
     * Looks at one thing after the other.
     *
     * @param told each finding as soon as there is one
     * @return whether all is well
     */
    public boolean examine(Consumer<Finding> told) {
        List<Finding> ill = new ArrayList<>();
        Consumer<Finding> note = finding -> {
            told.accept(finding);
            if (!finding.well()) {
                ill.add(finding);
            }
        };
        note.accept(look("java", Doctor::java));
        note.accept(look("cpu", () -> Runtime.getRuntime().availableProcessors() + " cores, " + cpu()));
        note.accept(look("model", this::model));
        note.accept(look("engine", this::engine));
        note.accept(look("vad", this::vad));
        note.accept(look("decoder", this::decoder));
        note.accept(look("disk", this::disk));
        if (env.isSet(Setting.KAFKA_BOOTSTRAP_SERVERS)) {
            note.accept(look("broker", this::broker));
        }
        if (env.isSet(Setting.SCHEMA_REGISTRY_URL)) {
            note.accept(look("registry", this::registry));
        }
        if (env.isSet(Setting.SCRIBE_UPLOAD_S3)) {
            note.accept(look("uploads", this::uploads));
        }
        return ill.isEmpty();
    }

    private static Finding look(String name, Callable<String> at) {
        try {
            return new Finding(name, true, at.call());
        } catch (EnvironmentException e) {
            return new Finding(name, false, e.told());
        } catch (Exception | LinkageError e) { // a native library that does not load is an Error
            return new Finding(name, false, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static String java() {
        return Runtime.version() + ", " + System.getProperty("java.vm.name") + ", heap of at most "
                + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB";
    }

    private static String cpu() {
        String flags = CpuFlags.ofThisMachine().stream().filter(SPEED::contains).collect(Collectors.joining(" "));
        return System.getProperty("os.arch") + (flags.isEmpty() ? "" : ", " + flags);
    }

    private String model() throws Exception {
        Path found = finding.call();
        model = found;
        return check(found);
    }

    private String check(Path model) throws IOException {
        String sum = ModelFetcher.sha256(model);
        Map<String, String> shipped = shippedSums();
        String published = shipped.getOrDefault(
                String.valueOf(model.getFileName()),
                KnownModel.all().stream()
                        .filter(known -> known.fileName().equals(String.valueOf(model.getFileName())))
                        .map(KnownModel::sha256)
                        .findFirst()
                        .orElse(""));
        if (!published.isEmpty() && !published.equals(sum)) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID,
                    model + " is not the file that was published: its SHA-256 is " + sum + " and should be "
                            + published);
        }
        return model + ", " + Files.size(model) / 1_000_000 + " MB, SHA-256 " + sum.substring(0, 12)
                + (published.isEmpty() ? " (no published sum to hold it to)" : ", as published");
    }

    private Map<String, String> shippedSums() throws IOException {
        Map<String, String> sums = new HashMap<>();
        Path file = home.resolve("models").resolve("SHA256SUMS");
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split("\\s+", 2);
                sums.put(parts[1].strip(), parts[0]);
            }
        }
        return sums;
    }

    private String engine() {
        if (model == null) {
            throw new EnvironmentException(Lack.MODEL_MISSING, "cannot be tried without a model");
        }
        EngineSettings settings = EngineSettings.from(env.with(Setting.WHISPER_MODEL, model.toString()));
        Speeds speeds = Speeds.measure(settings);
        String said = speeds.reports().values().stream()
                .sorted(Comparator.comparing(ProbeReport::windowSeconds))
                .map(report ->
                        String.format(Locale.ROOT, "%s: %.1f x real time", report.engine(), report.timesRealTime()))
                .collect(Collectors.joining("; "));
        return said + ", a full window alone on all cores"
                + (settings.engine() == EngineChoice.AUTO ? "; auto takes " + speeds.faster() : "")
                + speeds.failures().entrySet().stream()
                        .map(failure -> "; " + failure.getKey() + " cannot: " + failure.getValue())
                        .collect(Collectors.joining());
    }

    private String vad() {
        Path file = env.path(Setting.VAD_MODEL);
        try (SileroModel silero = new SileroModel(file);
                SpeechDetector detector = silero.detector()) {
            float[] silence = detector.probabilities(new short[SpeechDetector.FRAME * 32]);
            return file.getFileName() + ": hears no speech in silence (" + silence[silence.length - 1] + ")";
        }
    }

    private String decoder() {
        Path sample = home.resolve("samples").resolve("jfk.wav");
        try (FfmpegDecoder decoder = new FfmpegDecoder(DecodeLimits.of(1))) {
            if (!Files.exists(sample)) {
                decoder.warmUp();
                return "FFmpeg " + decoder.version() + " in a process of its own";
            }
            try (PcmSource pcm = decoder.open(sample)) {
                short[] block = new short[16_000];
                long samples = 0;
                for (int read = pcm.read(block, 0, block.length); read >= 0; read = pcm.read(block, 0, block.length)) {
                    samples += read;
                }
                return String.format(
                        Locale.ROOT, "FFmpeg %s: decoded %.1f s of sound", decoder.version(), samples / 16_000.0);
            }
        }
    }

    private String disk() throws IOException {
        Files.createDirectories(data);
        FileStore store = Files.getFileStore(data);
        double free = store.getUsableSpace() / 1e9;
        double total = store.getTotalSpace() / 1e9;
        String detail = String.format(
                Locale.ROOT,
                "%.1fGB free / %.1fGB total (%.1f%% used) at %s",
                free,
                total,
                100 * (total - free) / total,
                data);
        if (!Files.isWritable(data)) {
            throw new EnvironmentException(Lack.DIRECTORY_NOT_WRITABLE, data + " cannot be written");
        }
        if (store.getUsableSpace() < DataDirectory.LEAST_FREE_BYTES) {
            throw new EnvironmentException(
                    Lack.DISK_FULL,
                    detail + "; at least " + DataDirectory.LEAST_FREE_BYTES / 1_000_000 + " MB are needed");
        }
        return free < LOW_DISK_GB ? detail + ", which is little" : detail;
    }

    private String broker() throws InterruptedException {
        RuntimeConfig config = RuntimeConfig.from(env);
        Map<String, Object> settings = new HashMap<>(config.clientProperties());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) BROKER_PATIENCE.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) BROKER_PATIENCE.toMillis());
        try (Admin admin = Admin.create(settings)) {
            int nodes = admin.describeCluster()
                    .nodes()
                    .get(BROKER_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .size();
            return nodes + (nodes == 1 ? " broker" : " brokers") + " at " + config.bootstrapServers();
        } catch (ExecutionException | KafkaException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            boolean late = e instanceof TimeoutException || cause instanceof RetriableException;
            throw new EnvironmentException(
                    Lack.UNREACHABLE,
                    "no broker answers at " + config.bootstrapServers() + (late ? "" : ": " + cause.getMessage()),
                    e);
        }
    }

    private String uploads() {
        UploadPlace place = UploadPlace.from(env).orElseThrow();
        try (UploadObjects objects = new UploadObjects(place, S3Connection.from(env))) {
            objects.tryOut();
            return "put, read and removed an object in " + place + " of " + objects.name();
        } catch (UnavailableException e) {
            throw new EnvironmentException(Lack.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private String registry() {
        String url = env.text(Setting.SCHEMA_REGISTRY_URL).replaceAll("//[^/@,]*@", "//"); // without a login
        try {
            new HttpSchemaRegistry(env.uris(Setting.SCHEMA_REGISTRY_URL)).byId(1);
        } catch (UnknownSchemaException e) {
            return "answers at " + url + ", and is empty";
        } catch (RegistryUnavailableException e) {
            throw new EnvironmentException(Lack.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
        return "answers at " + url;
    }
}
