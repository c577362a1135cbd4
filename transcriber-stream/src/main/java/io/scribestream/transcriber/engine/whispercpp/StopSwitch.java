package io.scribestream.transcriber.engine.whispercpp;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** Tells a call to end before its first encoder pass, when the sound is prepared and the settings are taken over. */
final class StopSwitch implements Callback {

    public byte invoke(@Nullable Pointer context, @Nullable Pointer state, @Nullable Pointer userData) {
        return 0;
    }
}
