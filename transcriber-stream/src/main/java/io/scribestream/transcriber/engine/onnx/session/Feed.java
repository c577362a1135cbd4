package io.scribestream.transcriber.engine.onnx.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.transcriber.engine.onnx.graph.ElementType;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a session reads and writes in one run, all of it over buffers of the caller; good for any number of runs. */
final class Feed implements AutoCloseable {

    private final Map<String, OnnxTensor> inputs = new HashMap<>();
    private final Map<String, OnnxTensor> outputs = new HashMap<>();

    Feed input(String name, ByteBuffer buffer, long offset, ElementType type, long... shape) throws OrtException {
        inputs.put(name, Direct.tensor(buffer, offset, type, shape));
        return this;
    }

    Feed output(String name, ByteBuffer buffer, long offset, ElementType type, long... shape) throws OrtException {
        outputs.put(name, Direct.tensor(buffer, offset, type, shape));
        return this;
    }

    /** One tensor that comes in by one name and goes out, changed where it lies, by another. */
    Feed changed(String in, String out, ByteBuffer buffer, long offset, ElementType type, long... shape)
            throws OrtException {
        OnnxTensor tensor = Direct.tensor(buffer, offset, type, shape);
        inputs.put(in, tensor);
        outputs.put(out, tensor);
        return this;
    }

    /** @throws UnavailableException if the runtime failed */
    void run(OrtSession session) {
        try {
            session.run(inputs, Set.of(), outputs).close();
        } catch (OrtException e) {
            throw new UnavailableException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().stream()
                .filter(tensor -> !inputs.containsValue(tensor))
                .forEach(OnnxTensor::close);
    }
}
