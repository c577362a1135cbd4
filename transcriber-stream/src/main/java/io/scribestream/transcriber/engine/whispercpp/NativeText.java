package io.scribestream.transcriber.engine.whispercpp;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/** Text on its way to the library and back: UTF-8 that ends with a zero, whatever the system's encoding is. */
final class NativeText {

    private NativeText() {}

    /** Must stay reachable as long as the library reads it. */
    static Memory of(String text) {
        byte[] bytes = text.replace("\0", "").getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }

    /** The bytes before the zero. */
    static byte[] bytes(Pointer text) {
        return text.getByteArray(0, (int) text.indexOf(0, (byte) 0));
    }
}
