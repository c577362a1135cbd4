package io.scribestream.transcriber.engine.whispercpp;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Asks the caller of a lane whether to go on. Answers with a byte: the library does not see a Java boolean as true. */
final class AbortSwitch implements Callback {

    private static final BooleanSupplier NEVER = () -> false;

    private volatile BooleanSupplier asked = NEVER;
    private volatile boolean thrown;
    private volatile @Nullable RuntimeException failure;

    public byte invoke(@Nullable Pointer userData) {
        if (!thrown) {
            try {
                thrown = asked.getAsBoolean();
            } catch (RuntimeException e) {
                failure = e; // must not go through native frames: rethrown when the call is over
                thrown = true;
            }
        }
        return (byte) (thrown ? 1 : 0);
    }

    void connect(BooleanSupplier abort) {
        asked = abort;
        thrown = false;
        failure = null;
    }

    void disconnect() {
        asked = NEVER;
    }

    /** Whether the call was told to stop; throws what the caller's own question threw. */
    boolean isThrown() {
        RuntimeException e = failure;
        if (e != null) {
            throw e;
        }
        return thrown;
    }
}
