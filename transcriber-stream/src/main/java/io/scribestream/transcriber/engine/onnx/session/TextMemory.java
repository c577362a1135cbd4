package io.scribestream.transcriber.engine.onnx.session;

import ai.onnxruntime.OrtException;
import io.scribestream.transcriber.engine.ggml.Dimensions;
import io.scribestream.transcriber.engine.onnx.graph.ElementType;
import io.scribestream.transcriber.engine.onnx.graph.GraphSettings;
import java.nio.ByteBuffer;

/**
 * Keys and values of what the rows said: a slot a row, {@code [slots][heads][room][64]} for each layer. The decoder writes
 * into it where it lies. Room for longer texts and for more rows is made as it is needed.
 */
final class TextMemory {

    private static final int HEAD = GraphSettings.HEAD;
    private static final int ROOM_STEP = 64;

    private final int layers;
    private final int heads;
    private final int context;
    private final ElementType type;
    private ByteBuffer[] keys;
    private ByteBuffer[] values;
    private int slots;
    private int room;

    TextMemory(Dimensions dimensions, ElementType type) {
        this.layers = dimensions.nTextLayer();
        this.heads = dimensions.nTextHead();
        this.context = dimensions.nTextCtx();
        this.type = type;
        this.keys = new ByteBuffer[layers];
        this.values = new ByteBuffer[layers];
    }

    /**
     * Where there is no memory for it, everything stays where it is.
     *
     * @return whether what was fed before lies elsewhere now
     */
    boolean makeRoom(int neededSlots, int neededRoom, int[] lengths) {
        if (neededSlots <= slots && neededRoom <= room) {
            return false;
        }
        int newSlots = neededSlots > slots ? Math.max(neededSlots, Math.min(2 * slots, neededSlots + 4)) : slots;
        int newRoom = neededRoom > room
                ? Math.min(context, (neededRoom + ROOM_STEP + ROOM_STEP - 1) / ROOM_STEP * ROOM_STEP)
                : room;
        ByteBuffer[] newKeys = moved(keys, newSlots, newRoom, lengths);
        ByteBuffer[] newValues = moved(values, newSlots, newRoom, lengths);
        slots = newSlots;
        room = newRoom;
        keys = newKeys;
        values = newValues;
        return true;
    }

    private ByteBuffer[] moved(ByteBuffer[] old, int newSlots, int newRoom, int[] lengths) {
        ByteBuffer[] moved = new ByteBuffer[layers];
        for (int layer = 0; layer < layers; layer++) {
            moved[layer] = Direct.bytes(newSlots * slotBytes(newRoom));
            for (int slot = 0; slot < lengths.length; slot++) {
                copy(old[layer], slot, room, moved[layer], slot, newRoom, lengths[slot]);
            }
        }
        return moved;
    }

    /** What one slot holds, {@code length} tokens of it, into another. */
    void copy(int from, int to, int length) {
        for (int layer = 0; layer < layers; layer++) {
            copy(keys[layer], from, room, keys[layer], to, room, length);
            copy(values[layer], from, room, values[layer], to, room, length);
        }
    }

    private void copy(
            ByteBuffer source, int from, int sourceRoom, ByteBuffer target, int to, int targetRoom, int length) {
        int token = HEAD * type.bytes();
        for (int head = 0; head < heads; head++) {
            target.put(
                    (to * heads + head) * targetRoom * token,
                    source,
                    (from * heads + head) * sourceRoom * token,
                    length * token);
        }
    }

    /** To a decoder that works on {@code count} slots from {@code first} on. */
    void feed(Feed feed, int first, int count) throws OrtException {
        long offset = first * slotBytes(room);
        for (int layer = 0; layer < layers; layer++) {
            feed.changed("keys." + layer, "keys_now." + layer, keys[layer], offset, type, count, heads, room, HEAD);
            feed.changed(
                    "values." + layer, "values_now." + layer, values[layer], offset, type, count, heads, room, HEAD);
        }
    }

    private long slotBytes(int tokens) {
        return (long) heads * tokens * HEAD * type.bytes();
    }
}
