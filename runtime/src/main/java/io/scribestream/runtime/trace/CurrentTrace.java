package io.scribestream.runtime.trace;

/** The trace of what a thread does at this moment: of a request, so that a job sent meanwhile becomes part of it. */
public final class CurrentTrace {

    private static final ThreadLocal<Trace> CURRENT = ThreadLocal.withInitial(() -> Trace.NONE);

    public static Trace get() {
        return CURRENT.get();
    }

    /** Holds until {@link #clear}, in this thread alone. */
    public static void set(Trace trace) {
        CURRENT.set(trace);
    }

    public static void clear() {
        CURRENT.remove();
    }

    private CurrentTrace() {}
}
