package io.scribestream.chunker.cut;

/** The last seconds of the source, addressed by their place in it. */
final class Tape {

    private final short[] ring;
    private long end;

    Tape(long samples) {
        ring = new short[Math.toIntExact(samples)];
    }

    /** Samples written so far, those included that are no longer held. */
    long end() {
        return end;
    }

    void write(short[] samples, int count) {
        int at = (int) (end % ring.length);
        int first = Math.min(count, ring.length - at);
        System.arraycopy(samples, 0, ring, at, first);
        System.arraycopy(samples, first, ring, 0, count - first);
        end += count;
    }

    void copy(long from, int count, short[] into, int offset) {
        if (from < 0 || from + count > end || from < end - ring.length) {
            throw new IllegalStateException("samples " + from + " + " + count + " are not on the tape, which ends at "
                    + end + " and holds " + ring.length);
        }
        int at = (int) (from % ring.length);
        int first = Math.min(count, ring.length - at);
        System.arraycopy(ring, at, into, offset, first);
        System.arraycopy(ring, 0, into, offset + first, count - first);
    }
}
