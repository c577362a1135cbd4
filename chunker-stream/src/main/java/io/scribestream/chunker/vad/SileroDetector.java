package io.scribestream.chunker.vad;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.scribestream.chunker.cut.SpeechDetector;
import java.nio.FloatBuffer;
import java.util.Map;

/** One source's pass through the model: its last samples and the memory of the network. For one thread at a time. */
final class SileroDetector implements SpeechDetector {

    private static final int CONTEXT = 64;
    private static final int ROW = CONTEXT + FRAME;
    private static final int BATCH = 256;
    private static final int MEMORY = 128;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ScratchPool scratches;
    private final float[] hidden = new float[MEMORY];
    private final float[] cell = new float[MEMORY];
    private final float[] row = new float[ROW];

    /** @param scratches see {@link #scratches()} */
    SileroDetector(OrtEnvironment environment, OrtSession session, ScratchPool scratches) {
        this.environment = environment;
        this.session = session;
        this.scratches = scratches;
    }

    /** To be shared by all detectors. */
    static ScratchPool scratches() {
        return new ScratchPool(() -> Scratch.of(BATCH * ROW, MEMORY));
    }

    @Override
    public float[] probabilities(short[] samples) {
        float[] probabilities = new float[samples.length / FRAME];
        scratches.with(scratch -> {
            for (int first = 0; first < probabilities.length; first += BATCH) {
                int frames = Math.min(BATCH, probabilities.length - first);
                layOut(samples, first, frames, scratch.rows());
                run(scratch, frames, probabilities, first);
            }
        });
        return probabilities;
    }

    /** Everything it holds is the garbage collector's; tensors live only during a call. */
    @Override
    public void close() {}

    /** Every row repeats the last samples of the one before. */
    private void layOut(short[] samples, int first, int frames, FloatBuffer rows) {
        rows.clear();
        for (int frame = first; frame < first + frames; frame++) {
            System.arraycopy(row, FRAME, row, 0, CONTEXT);
            for (int i = 0, at = frame * FRAME; i < FRAME; i++, at++) {
                row[CONTEXT + i] = samples[at] / 32768f;
            }
            rows.put(row);
        }
        rows.flip();
    }

    private void run(Scratch scratch, int frames, float[] into, int at) {
        long[] memory = {1, 1, MEMORY};
        scratch.hidden().clear().put(hidden).flip();
        scratch.cell().clear().put(cell).flip();
        try (OnnxTensor input = OnnxTensor.createTensor(environment, scratch.rows(), new long[] {frames, ROW});
                OnnxTensor h = OnnxTensor.createTensor(environment, scratch.hidden(), memory);
                OnnxTensor c = OnnxTensor.createTensor(environment, scratch.cell(), memory);
                OrtSession.Result result = session.run(Map.of("input", input, "h", h, "c", c))) {
            output(result, "p").get(into, at, frames);
            output(result, "hn").get(hidden);
            output(result, "cn").get(cell);
        } catch (OrtException e) {
            throw new IllegalStateException("the speech detector failed", e);
        }
    }

    private static FloatBuffer output(OrtSession.Result result, String name) {
        OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow(() -> new IllegalStateException("no " + name));
        return tensor.getFloatBuffer();
    }
}
