package io.scribestream.renderers;

/** Where a text may be parted, by its last character. */
final class Punctuation {

    private static final String SENTENCE = ".!?…。！？．؟।॥";
    private static final String CLAUSE = ",;:–—、，；：،؛";
    private static final String CLOSING = "\"'”’»)]}」』）】》";

    static boolean endsSentence(String text) {
        return SENTENCE.indexOf(last(text)) >= 0;
    }

    static boolean endsClause(String text) {
        return CLAUSE.indexOf(last(text)) >= 0;
    }

    /** The last character that is not a closing quote or bracket. */
    private static char last(String text) {
        int at = text.length() - 1;
        while (at > 0 && CLOSING.indexOf(text.charAt(at)) >= 0) {
            at--;
        }
        return at < 0 ? ' ' : text.charAt(at);
    }

    private Punctuation() {}
}
