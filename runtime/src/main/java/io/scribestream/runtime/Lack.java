package io.scribestream.runtime;

import java.util.Locale;

/** What a machine lacks. The codes are public and stay what they are. */
public enum Lack {
    /** There is no model at that place or of that name, and none could be fetched. */
    MODEL_MISSING,
    /** A file that is no model, not a whole one, or one that no engine here can use. */
    MODEL_INVALID,
    /** No room on a disk, or none left of a quota. */
    DISK_FULL,
    /** A folder or a file cannot be made or written. */
    DIRECTORY_NOT_WRITABLE,
    /** Another process works in the data directory. */
    DIRECTORY_LOCKED,
    /** A transcript or an answer cannot be written where it should go. */
    OUTPUT_NOT_WRITABLE,
    /** A port cannot be listened on. */
    PORT_TAKEN,
    /** A native library is missing, or does not work on this processor. */
    NATIVE_UNUSABLE,
    /** A broker, a registry or a server does not answer. */
    UNREACHABLE,
    /** Anything else; the sentence says what. */
    ENVIRONMENT;

    /** The code that people and scripts see: {@code disk_full}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Full, as far as the operating system's words say so; else what the caller takes it for. */
    public static Lack fullOr(Lack otherwise, Throwable e) {
        String said = String.valueOf(e.getMessage());
        return said.contains("No space left") || said.contains("quota exceeded") ? DISK_FULL : otherwise;
    }
}
