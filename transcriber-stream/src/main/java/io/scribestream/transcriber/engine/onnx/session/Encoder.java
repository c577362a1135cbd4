package io.scribestream.transcriber.engine.onnx.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.transcriber.engine.ggml.Dimensions;
import io.scribestream.transcriber.engine.onnx.graph.BuiltGraphs;
import io.scribestream.transcriber.engine.onnx.graph.ElementType;
import io.scribestream.transcriber.engine.onnx.graph.Plane;
import io.scribestream.transcriber.engine.onnx.model.AcousticModel;
import io.scribestream.transcriber.engine.onnx.model.Encoded;
import java.nio.ByteBuffer;
import java.util.List;

/** Whisper's encoder. A chunk costs what it holds: 10 s are done in less than a third of the time of 30. */
public final class Encoder implements AcousticModel {

    private final OrtSession session;
    private final Dimensions dimensions;
    private final List<Plane> planes;
    private final ByteBuffer mel;

    private Encoder(OrtSession session, BuiltGraphs graphs) {
        this.session = session;
        this.dimensions = graphs.dimensions();
        this.planes = graphs.settings().precision().planes();
        this.mel = Direct.bytes(2L * dimensions.nAudioCtx() * dimensions.nMels() * Float.BYTES);
    }

    /**
     * @throws GraphException if the runtime does not take the graph
     * @throws io.scribestream.runtime.EnvironmentException if there is no such device
     */
    public static Encoder open(BuiltGraphs graphs, SessionSettings how) {
        return new Encoder(Sessions.open(graphs.encoder(), how), graphs);
    }

    @Override
    public Encoded encode(float[] features, int melFrames) {
        if (melFrames < 2 || melFrames % 2 != 0 || melFrames > 2 * dimensions.nAudioCtx()) {
            throw new IllegalArgumentException("cannot encode " + melFrames + " frames");
        }
        int bands = dimensions.nMels();
        int channels = dimensions.nAudioState();
        EncodedAudio audio = new EncodedAudio(melFrames / 2, channels, planes);
        mel.asFloatBuffer().put(features, 0, bands * melFrames);
        try (Feed feed = new Feed()) {
            feed.input("mel", mel, 0, ElementType.FLOAT, 1, bands, melFrames);
            for (int i = 0; i < planes.size(); i++) {
                Plane plane = planes.get(i);
                feed.output(plane.name(), audio.plane(i), 0, plane.type(), plane.shape(1, melFrames / 2, channels));
            }
            feed.run(session);
        } catch (OrtException e) {
            throw new UnavailableException("no tensors could be made: " + e.getMessage(), e);
        }
        return audio;
    }

    @Override
    public void close() {
        Sessions.close(session);
    }
}
