package io.scribestream.chunker.vad;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.scribestream.chunker.cut.SpeechDetector;
import java.nio.file.Path;
import java.util.Map;

/** Silero's own graph, used as its authors do: a frame at a time, with the 64 samples before it and its memory. */
final class FrameByFrame {

    private static final int CONTEXT = 64;

    private FrameByFrame() {}

    static float[] probabilities(Path model, short[] samples) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        float[] probabilities = new float[samples.length / SpeechDetector.FRAME];
        float[][] row = new float[1][CONTEXT + SpeechDetector.FRAME];
        float[][][] memory = new float[2][1][128];
        try (OrtSession session = environment.createSession(model.toString());
                OnnxTensor rate = OnnxTensor.createTensor(environment, 16_000L)) {
            for (int frame = 0; frame < probabilities.length; frame++) {
                System.arraycopy(row[0], SpeechDetector.FRAME, row[0], 0, CONTEXT);
                for (int i = 0; i < SpeechDetector.FRAME; i++) {
                    row[0][CONTEXT + i] = samples[frame * SpeechDetector.FRAME + i] / 32768f;
                }
                try (OnnxTensor input = OnnxTensor.createTensor(environment, row);
                        OnnxTensor state = OnnxTensor.createTensor(environment, memory);
                        OrtSession.Result result = session.run(Map.of("input", input, "state", state, "sr", rate))) {
                    probabilities[frame] = ((float[][]) result.get(0).getValue())[0][0];
                    memory = (float[][][]) result.get(1).getValue();
                }
            }
        }
        return probabilities;
    }
}
