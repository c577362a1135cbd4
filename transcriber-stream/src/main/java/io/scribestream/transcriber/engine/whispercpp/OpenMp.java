package io.scribestream.transcriber.engine.whispercpp;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Locale;

/** How the native threads of one call wait for each other. */
final class OpenMp {

    private static final String POLICY = "OMP_WAIT_POLICY";

    private OpenMp() {}

    /**
     * Lets threads that wait for another sleep. By default they spin, and two threads for a call then cost four times as
     * much as one as soon as anything else wants the processor. Works only before the bundled library is loaded, and not
     * against what the environment says.
     *
     * @return whether waiting threads sleep
     */
    static boolean letWaitingThreadsSleep() {
        if (!Platform.isLinux()) {
            return false;
        }
        String policy = System.getenv(POLICY);
        if (policy == null) {
            NativeLibrary.getInstance("c").getFunction("setenv").invokeInt(new Object[] {POLICY, "passive", 0});
            return true;
        }
        return policy.toLowerCase(Locale.ROOT).equals("passive");
    }
}
