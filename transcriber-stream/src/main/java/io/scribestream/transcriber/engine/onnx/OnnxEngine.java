package io.scribestream.transcriber.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.transcriber.engine.Effort;
import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.EngineSettings.Device;
import io.scribestream.transcriber.engine.Heard;
import io.scribestream.transcriber.engine.Speech;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.ggml.ModelSum;
import io.scribestream.transcriber.engine.onnx.decode.Lexicon;
import io.scribestream.transcriber.engine.onnx.decode.Scheduler;
import io.scribestream.transcriber.engine.onnx.decode.Task;
import io.scribestream.transcriber.engine.onnx.features.LogMel;
import io.scribestream.transcriber.engine.onnx.graph.BuiltGraphs;
import io.scribestream.transcriber.engine.onnx.graph.GraphCache;
import io.scribestream.transcriber.engine.onnx.graph.GraphSettings;
import io.scribestream.transcriber.engine.onnx.session.Decoder;
import io.scribestream.transcriber.engine.onnx.session.Encoder;
import io.scribestream.transcriber.engine.onnx.session.GraphException;
import io.scribestream.transcriber.engine.onnx.session.SessionSettings;
import io.scribestream.transcriber.engine.onnx.text.NonSpeech;
import io.scribestream.transcriber.engine.onnx.text.Tokenizer;
import io.scribestream.transcriber.engine.onnx.text.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears with ONNX Runtime: what callers hand in at the same time is decoded together, in one batch. Spectra and words
 * are made in the callers' threads, all else in one thread of its own.
 */
public final class OnnxEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(OnnxEngine.class);

    private final Spoken spoken;
    private final Asking asking;
    private final Reading reading;
    private final Scheduler scheduler;
    private final int lanes;
    private final String modelName;

    private OnnxEngine(
            Spoken spoken, Asking asking, Reading reading, Scheduler scheduler, int lanes, String modelName) {
        this.spoken = spoken;
        this.asking = asking;
        this.reading = reading;
        this.scheduler = scheduler;
        this.lanes = lanes;
        this.modelName = modelName;
    }

    /**
     * Reads the model and opens its graphs. The first time they are built, which takes some seconds; they are kept.
     *
     * @throws EnvironmentException if model or graphs cannot be used here
     */
    public static OnnxEngine load(OnnxConfig config) {
        try (GgmlModel model = GgmlModel.open(config.model())) {
            return load(config, model, ModelSum.of(config.model(), config.cacheDir()));
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.MODEL_INVALID, "the model " + config.model() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static OnnxEngine load(OnnxConfig config, GgmlModel model, String sum) {
        Tokens tokens = Tokens.of(model.dimensions());
        Tokenizer tokenizer = new Tokenizer(model.vocabulary(), tokens);
        Spoken spoken = new Spoken(tokens);
        return new OnnxEngine(
                spoken,
                new Asking(new LogMel(model.filters()), tokenizer, config.beam()),
                new Reading(tokenizer, spoken),
                scheduler(config, model, sum, lexicon(tokens, tokenizer)),
                config.lanes(),
                nameOf(config.model()) + " " + sum);
    }

    private static Lexicon lexicon(Tokens tokens, Tokenizer tokenizer) {
        return new Lexicon(tokens, NonSpeech.tokens(tokenizer), tokenizer.encode(" ")[0], tokenizer::decode);
    }

    /** Graphs that were kept may be whole and of no use all the same: they are built once more. */
    private static Scheduler scheduler(OnnxConfig config, GgmlModel model, String sum, Lexicon lexicon) {
        GraphSettings settings = GraphSettings.of(config.precision(), model.dimensions());
        GraphCache cache = new GraphCache(config.cacheDir().resolve("graphs"));
        try {
            return scheduler(config, model, cache.of(sum, model, settings), lexicon);
        } catch (GraphException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("the graphs of a model are built again");
        }
        try {
            return scheduler(config, model, cache.again(sum, model, settings), lexicon);
        } catch (GraphException e) {
            throw new EnvironmentException(Lack.NATIVE_UNUSABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static Scheduler scheduler(OnnxConfig config, GgmlModel model, BuiltGraphs graphs, Lexicon lexicon) {
        SessionSettings how = new SessionSettings(config.threads(), config.device() == Device.CUDA);
        Encoder encoder = Encoder.open(graphs, how);
        try {
            Decoder decoder = Decoder.open(graphs, model, config.rows(), how);
            return Scheduler.start(encoder, decoder, lexicon, config.lanes());
        } catch (RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    private static String nameOf(Path model) {
        String file = String.valueOf(model.getFileName());
        return file.endsWith(".bin") ? file.substring(0, file.length() - ".bin".length()) : file;
    }

    @Override
    public Heard hear(Speech speech, Effort effort, BooleanSupplier abort) {
        int language = spoken.place(speech.language());
        if (speech.isSilent()) {
            return spoken.silence(language);
        }
        Task task = asking.task(speech, language, effort);
        return reading.heard(scheduler.decode(task, abort), task);
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public String name() {
        return "onnx " + OrtEnvironment.getEnvironment().getVersion();
    }

    @Override
    public String model() {
        return modelName;
    }

    /** Ends calls in flight. */
    @Override
    public void close() {
        scheduler.close();
    }
}
