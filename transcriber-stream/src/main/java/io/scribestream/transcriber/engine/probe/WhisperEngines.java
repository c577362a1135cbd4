package io.scribestream.transcriber.engine.probe;

import io.scribestream.transcriber.engine.Engine;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.ggml.ModelSum;
import io.scribestream.transcriber.engine.whispercpp.EngineConfig;
import io.scribestream.transcriber.engine.whispercpp.WhisperCppEngine;
import java.util.concurrent.CompletableFuture;

/** Opens engines that have shown that they work here. */
public final class WhisperEngines {

    private WhisperEngines() {}

    /**
     * Probes and loads. Takes some seconds the first time and under a second later; may be called from any thread, so
     * a start can do other things meanwhile.
     *
     * @throws io.scribestream.runtime.EnvironmentException if the library or the model is missing, broken or not for
     *     this machine; the sentence says what to do
     */
    public static Engine open(EngineConfig config) {
        GgmlModel.check(config.model());
        // summing the model takes as long as probing it: both at once; should it fail, loading says so
        CompletableFuture<Boolean> summed = CompletableFuture.supplyAsync(
                        () -> ModelSum.of(config.model(), config.cacheDir()))
                .handle((sum, failure) -> failure == null);
        EngineProbe.check(config, Depth.TRY);
        summed.join();
        return WhisperCppEngine.load(config);
    }
}
