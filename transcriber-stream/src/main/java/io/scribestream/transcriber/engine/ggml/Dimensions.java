package io.scribestream.transcriber.engine.ggml;

/**
 * The shape of a Whisper network, in the terms of its authors.
 *
 * @param nVocab tokens, with those that are no text
 * @param nAudioCtx encoder positions of 20 ms: 1500 for 30 s
 * @param nAudioState numbers a position
 * @param nAudioHead attention heads a layer
 * @param nTextCtx most tokens of prompt and text together
 * @param nMels bands of the spectrogram: 80, or 128 from large-v3 on
 */
public record Dimensions(
        int nVocab,
        int nAudioCtx,
        int nAudioState,
        int nAudioHead,
        int nAudioLayer,
        int nTextCtx,
        int nTextState,
        int nTextHead,
        int nTextLayer,
        int nMels) {

    private static final int FIRST_MULTILINGUAL = 51_865;

    /** @throws IllegalArgumentException with the name of what no network can have */
    public Dimensions {
        within("vocabulary", nVocab, 50_258, 1 << 20);
        within("audio context", nAudioCtx, 1, 1 << 16);
        within("audio state", nAudioState, 1, 1 << 14);
        within("audio layers", nAudioLayer, 1, 256);
        within("text context", nTextCtx, 2, 1 << 16);
        within("text state", nTextState, 1, 1 << 14);
        within("text layers", nTextLayer, 1, 256);
        within("mel bands", nMels, 1, 1024);
        divides("audio heads", nAudioHead, nAudioState);
        divides("text heads", nTextHead, nTextState);
        if (nAudioState != nTextState) {
            throw new IllegalArgumentException("audio state " + nAudioState + " and text state " + nTextState);
        }
    }

    /** Whether it knows languages other than English. */
    public boolean multilingual() {
        return nVocab >= FIRST_MULTILINGUAL;
    }

    private static void within(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " " + value);
        }
    }

    private static void divides(String what, int heads, int state) {
        if (heads < 1 || state % heads != 0) {
            throw new IllegalArgumentException(what + " " + heads);
        }
    }
}
