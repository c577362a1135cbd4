package io.scribestream.transcriber.engine.onnx.session;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.scribestream.runtime.UnavailableException;
import io.scribestream.transcriber.engine.ggml.Dimensions;
import io.scribestream.transcriber.engine.ggml.GgmlModel;
import io.scribestream.transcriber.engine.onnx.graph.BuiltGraphs;
import io.scribestream.transcriber.engine.onnx.graph.ElementType;
import io.scribestream.transcriber.engine.onnx.graph.GraphSettings;
import io.scribestream.transcriber.engine.onnx.model.Encoded;
import io.scribestream.transcriber.engine.onnx.model.LanguageModel;
import io.scribestream.transcriber.engine.onnx.model.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whisper's decoder and its batch. The rows that live fill the first slots without a gap: one that leaves is replaced by
 * the last.
 */
public final class Decoder implements LanguageModel {

    private final OrtSession session;
    private final Dimensions dimensions;
    private final int capacity;
    private final Embedding embedding;
    private final TextMemory memory;
    private final AudioBatch audio;
    private final Scores scores;
    private final ByteBuffer text;
    private final ByteBuffer last;
    private final ByteBuffer total = Direct.bytes(Integer.BYTES);
    private final List<DecoderRow> live = new ArrayList<>();
    private @Nullable Feed steps;
    private int rowsOfSteps;

    private Decoder(OrtSession session, BuiltGraphs graphs, Embedding embedding, int capacity) {
        Dimensions dimensions = graphs.dimensions();
        GraphSettings settings = graphs.settings();
        int channels = dimensions.nTextState();
        int frames = dimensions.nAudioCtx();
        this.session = session;
        this.dimensions = dimensions;
        this.capacity = capacity;
        this.embedding = embedding;
        this.memory = new TextMemory(dimensions, settings.precision().real());
        this.audio = new AudioBatch(settings.precision().planes(), dimensions.nAudioState(), frames);
        this.scores =
                new Scores(capacity, dimensions.nVocab(), settings.alignment().size(), frames);
        this.text = Direct.bytes((long) Math.max(capacity, dimensions.nTextCtx()) * channels * Float.BYTES);
        this.last = Direct.bytes((long) capacity * Integer.BYTES);
    }

    /**
     * @param model the one the graphs were built of; may be closed once this is open
     * @param capacity the most rows at once
     * @throws GraphException if the runtime does not take the graph
     * @throws io.scribestream.runtime.EnvironmentException if there is no such device
     */
    public static Decoder open(BuiltGraphs graphs, GgmlModel model, int capacity, SessionSettings how) {
        return new Decoder(Sessions.open(graphs.decoder(), how), graphs, new Embedding(model), capacity);
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int context() {
        return dimensions.nTextCtx();
    }

    @Override
    public Row join(Encoded heard, int[] prompt) {
        if (prompt.length < 1 || prompt.length >= context()) {
            throw new IllegalArgumentException("a prompt of " + prompt.length + " tokens");
        }
        DecoderRow row = new DecoderRow((EncodedAudio) heard, scores, freeSlot(), prompt.length);
        makeRoom(live.size() + 1, prompt.length);
        for (int i = 0; i < prompt.length; i++) {
            embedding.put(prompt[i], i, text.asFloatBuffer(), i);
        }
        runAlone(row, prompt.length, prompt.length);
        live.add(row);
        return row;
    }

    /** With text that lies first: the last {@code given} tokens of {@code length}. */
    private void runAlone(DecoderRow row, int given, int length) {
        int frames = row.audio().frames();
        last.putInt(0, length - 1);
        total.putInt(0, length);
        try (Feed feed = new Feed()) {
            audio.feed(feed, row.audio());
            feedRows(feed, row.slot(), 1, given, frames);
            feed.run(session);
        } catch (OrtException e) {
            throw noTensors(e);
        }
        scores.readAlignment(0, frames, frames, row.alignment());
    }

    @Override
    public Row fork(Row row) {
        DecoderRow from = (DecoderRow) row;
        DecoderRow to = new DecoderRow(from.audio(), scores, freeSlot(), from.length());
        makeRoom(live.size() + 1, from.length());
        memory.copy(from.slot(), to.slot(), from.length());
        scores.copyLogits(from.slot(), to.slot());
        System.arraycopy(from.alignment(), 0, to.alignment(), 0, to.alignment().length);
        live.add(to);
        return to;
    }

    @Override
    public void step(List<Row> rows, int[] tokens) {
        if (rows.size() != live.size() || tokens.length != live.size()) {
            throw new IllegalArgumentException(
                    rows.size() + " rows and " + tokens.length + " tokens given, " + live.size() + " rows live");
        }
        int longest = live.stream().mapToInt(Row::length).max().orElse(0);
        makeRoom(live.size(), longest + 1);
        for (int i = 0; i < tokens.length; i++) {
            DecoderRow row = (DecoderRow) rows.get(i);
            embedding.put(tokens[i], row.length(), text.asFloatBuffer(), row.slot());
            last.putInt(row.slot() * Integer.BYTES, row.length());
        }
        total.putInt(0, longest + 1);
        feedOfSteps().run(session);
        for (DecoderRow row : live) {
            row.grow();
            scores.readAlignment(row.slot(), width(), row.audio().frames(), row.alignment());
        }
    }

    @Override
    public void stepAlone(Row row, int token) {
        DecoderRow one = (DecoderRow) row;
        int length = one.length() + 1;
        makeRoom(live.size(), length);
        embedding.put(token, one.length(), text.asFloatBuffer(), 0);
        runAlone(one, 1, length);
        one.grow();
    }

    @Override
    public void leave(Row row) {
        DecoderRow leaving = (DecoderRow) row;
        int slot = leaving.slot();
        if (slot == DecoderRow.GONE) {
            return;
        }
        DecoderRow mover = live.remove(live.size() - 1);
        if (mover != leaving) {
            memory.copy(mover.slot(), slot, mover.length());
            scores.copyLogits(mover.slot(), slot);
            mover.moveTo(slot);
            live.set(slot, mover);
        }
        leaving.moveTo(DecoderRow.GONE);
    }

    private int freeSlot() {
        if (live.size() == capacity) {
            throw new IllegalStateException("all " + capacity + " rows are taken");
        }
        return live.size();
    }

    private void makeRoom(int slots, int tokens) {
        if (tokens > context()) {
            throw new IllegalStateException("a row is full: it holds " + context() + " tokens");
        }
        int[] lengths = live.stream().mapToInt(Row::length).toArray();
        if (memory.makeRoom(slots, tokens, lengths)) {
            forgetSteps();
        }
    }

    /** Alone, a row is fed what it listens to where it lies. */
    private Feed feedOfSteps() {
        boolean alone = live.size() == 1;
        List<EncodedAudio> heard = live.stream().map(DecoderRow::audio).toList();
        if (alone || audio.lay(heard) || rowsOfSteps != live.size()) {
            forgetSteps();
        }
        if (steps == null) {
            Feed made = new Feed();
            try {
                if (alone) {
                    audio.feed(made, heard.get(0));
                } else {
                    audio.feed(made);
                }
                feedRows(made, 0, live.size(), 1, width());
            } catch (OrtException e) {
                made.close();
                throw noTensors(e);
            }
            steps = made;
            rowsOfSteps = live.size();
        }
        return steps;
    }

    private int width() {
        return live.size() == 1 ? live.get(0).audio().frames() : audio.frames();
    }

    private void feedRows(Feed feed, int first, int count, int given, int width) throws OrtException {
        feed.input("text", text, 0, ElementType.FLOAT, count, given, dimensions.nTextState());
        feed.input("last", last, 0, ElementType.INT32, count);
        feed.input("total", total, 0, ElementType.INT32);
        memory.feed(feed, first, count);
        scores.feed(feed, first, count, width);
    }

    private void forgetSteps() {
        if (steps != null) {
            steps.close();
            steps = null;
        }
    }

    private static UnavailableException noTensors(OrtException e) {
        return new UnavailableException("no tensors could be made: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        forgetSteps();
        Sessions.close(session);
    }
}
