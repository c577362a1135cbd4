package io.scribestream.transcriber.engine.onnx.session;

import ai.onnxruntime.OrtException;
import io.scribestream.transcriber.engine.onnx.graph.ElementType;
import io.scribestream.transcriber.engine.onnx.graph.Plane;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the rows of a batch listen to, side by side in the order of their slots and as wide as the longest; what is beyond
 * a shorter one is masked. Copies only what changed.
 */
final class AudioBatch {

    private static final float MASKED = -30_000; // a number of 16 bits too

    private final List<Plane> planes;
    private final int channels;
    private final int maxFrames;
    private ByteBuffer[] buffers;
    private final ByteBuffer nothingMasked;
    private ByteBuffer mask = Direct.bytes(0);
    private final List<EncodedAudio> laid = new ArrayList<>();
    private int slots;
    private int frames;

    AudioBatch(List<Plane> planes, int channels, int maxFrames) {
        this.planes = planes;
        this.channels = channels;
        this.maxFrames = maxFrames;
        this.nothingMasked = Direct.bytes((long) maxFrames * Float.BYTES);
        this.buffers = new ByteBuffer[planes.size()];
    }

    /** How many each row has here, its own and masked ones. */
    int frames() {
        return frames;
    }

    /** @return whether what was fed before is no longer good */
    boolean lay(List<EncodedAudio> audios) {
        int longest = audios.stream().mapToInt(EncodedAudio::frames).max().orElseThrow();
        boolean wider = longest > frames;
        boolean wasteful = longest < frames * 3 / 4;
        boolean more = audios.size() > slots;
        if (more) {
            makeSlots(audios.size());
        }
        if (wider || wasteful || more) {
            frames = longest;
            laid.clear();
        }
        boolean resized = laid.size() != audios.size();
        while (laid.size() > audios.size()) {
            laid.remove(laid.size() - 1);
        }
        for (int slot = 0; slot < audios.size(); slot++) {
            EncodedAudio audio = audios.get(slot);
            if (slot == laid.size()) {
                laid.add(audio);
                put(audio, slot);
            } else if (laid.get(slot) != audio) {
                laid.set(slot, audio);
                put(audio, slot);
            }
        }
        return resized;
    }

    /** Where there is no memory for it, everything stays as it is. */
    private void makeSlots(int needed) {
        int newSlots = Math.max(needed, Math.min(2 * slots, needed + 4));
        ByteBuffer[] newBuffers = new ByteBuffer[planes.size()];
        for (int i = 0; i < newBuffers.length; i++) {
            newBuffers[i] = Direct.bytes((long) newSlots
                    * planes.get(i).size(maxFrames, channels)
                    * planes.get(i).type().bytes());
        }
        mask = Direct.bytes((long) newSlots * maxFrames * Float.BYTES);
        buffers = newBuffers;
        slots = newSlots;
    }

    private void put(EncodedAudio audio, int slot) {
        for (int i = 0; i < buffers.length; i++) {
            put(planes.get(i), audio.plane(i), audio.frames(), buffers[i], slot);
        }
        for (int frame = 0; frame < frames; frame++) {
            mask.putFloat((slot * frames + frame) * Float.BYTES, frame < audio.frames() ? 0 : MASKED);
        }
    }

    /** What is left of a longer one before it may stay: it is masked, and any number of it will do. */
    private void put(Plane plane, ByteBuffer from, int count, ByteBuffer to, int slot) {
        int bytes = plane.type().bytes();
        to.put(slot * plane.size(frames, channels) * bytes, from, 0, plane.size(count, channels) * bytes);
    }

    void feed(Feed feed) throws OrtException {
        feed(feed, laid.size(), frames, buffers, mask);
    }

    /** One alone, where it lies; nothing of it is masked. */
    void feed(Feed feed, EncodedAudio audio) throws OrtException {
        ByteBuffer[] own = new ByteBuffer[planes.size()];
        for (int i = 0; i < own.length; i++) {
            own[i] = audio.plane(i);
        }
        feed(feed, 1, audio.frames(), own, nothingMasked);
    }

    private void feed(Feed feed, int rows, int width, ByteBuffer[] from, ByteBuffer masks) throws OrtException {
        for (int i = 0; i < from.length; i++) {
            Plane plane = planes.get(i);
            feed.input(plane.name(), from[i], 0, plane.type(), plane.shape(rows, width, channels));
        }
        feed.input("mask", masks, 0, ElementType.FLOAT, rows, 1, width);
    }
}
