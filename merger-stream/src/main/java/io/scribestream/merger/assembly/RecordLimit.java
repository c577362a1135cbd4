package io.scribestream.merger.assembly;

import io.scribestream.schemas.avro.Segment;
import io.scribestream.schemas.avro.Transcript;
import io.scribestream.schemas.avro.Word;

/**
 * Keeps a transcript within what one record can hold. An hour of speech is about 0.4 MB, of which words are four
 * fifths; so a recording of days loses the times of its words, but no text.
 */
public final class RecordLimit {

    /** Two times of 8 bytes, a probability of 4, a length of 1 or 2. */
    private static final long WORD_BYTES = 22;

    /** Times, probabilities, language, lengths. */
    private static final long SEGMENT_BYTES = 40;

    private static final long OTHER_BYTES = 64 * 1024;

    /**
     * The transcript, without words where it would be larger with them.
     *
     * @param bytes the largest record, uncompressed
     */
    public static Transcript fit(Transcript transcript, long bytes) {
        if (size(transcript) <= bytes) {
            return transcript;
        }
        transcript.setSegments(
                transcript.getSegments().stream().map(Recut::withoutWords).toList());
        return transcript;
    }

    /** An upper estimate, without writing it. */
    static long size(Transcript transcript) {
        long bytes = OTHER_BYTES + utf8(transcript.getText());
        for (Segment segment : transcript.getSegments()) {
            bytes += SEGMENT_BYTES + utf8(segment.getText());
            for (Word word : segment.getWords()) {
                bytes += WORD_BYTES + utf8(word.getText());
            }
        }
        return bytes;
    }

    /** At most three bytes for each of Java's characters. */
    private static long utf8(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : 3;
        }
        return bytes;
    }

    private RecordLimit() {}
}
