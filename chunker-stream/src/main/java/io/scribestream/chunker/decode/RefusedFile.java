package io.scribestream.chunker.decode;

/** Inside the decoder process: this file cannot be decoded, and why. */
final class RefusedFile extends Exception {

    /** Names of constants of {@code Reason}, which the decoder process does not load. */
    static final String UNREADABLE = "UNREADABLE_AUDIO";

    static final String NO_SOUND = "NO_AUDIO_STREAM";
    static final String TOO_LONG = "TOO_LONG";
    static final String NOT_FOUND = "SOURCE_NOT_FOUND";

    private final String reason;

    RefusedFile(String reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    static RefusedFile noRecording() {
        return new RefusedFile(
                UNREADABLE,
                "This is no recording in a format that can be read; send wav, mp3, m4a, flac, ogg, opus, webm or mp4.");
    }

    static RefusedFile tooLong(long maxSamples) {
        return new RefusedFile(
                TOO_LONG,
                "The recording is longer than the limit of %.1f hours; split it and send the parts."
                        .formatted(maxSamples / 16_000.0 / 3_600));
    }

    DecodeMessage.Refused message() {
        return new DecodeMessage.Refused(reason, String.valueOf(getMessage()));
    }
}
