package io.scribestream.chunker.cut;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one source into chunks, pulled one at a time. What is not speech is in none of them. The same samples, detector and
 * settings give the same chunks, however the samples are delivered. Holds about a minute of sound, however long the source
 * is. For one thread at a time.
 */
public final class Cutter implements AutoCloseable {

    /** 8.2 s: what the detector gets at once. Fixed, so that the chunks do not depend on how the source is read. */
    private static final int BLOCK = 256 * SpeechDetector.FRAME;

    private final Samples source;
    private final SpeechDetector detector;
    private final Listening listening;
    private final UtteranceFinder finder;
    private final Packer packer;
    private final Tape tape;
    private final short[] block = new short[BLOCK];
    private final Queue<Cut> ready = new ArrayDeque<>();
    private boolean ended;

    /**
     * @param source read to its end, not closed
     * @param detector fresh, for this source alone; closed with the cutter
     */
    public Cutter(Samples source, SpeechDetector detector, CutSettings settings) {
        this.source = source;
        this.detector = detector;
        listening = new Listening(detector);
        finder = new UtteranceFinder(settings);
        tape = new Tape(CutSettings.samples(settings.longest()) + settings.bridge() + 2L * BLOCK);
        packer = new Packer(settings, tape, ready::add);
    }

    /**
     * The next chunk, reading as much of the source as it takes.
     *
     * @return null at the end of the source
     */
    public @Nullable Cut next() {
        while (ready.isEmpty() && !ended) {
            cut(fill());
        }
        return ready.poll();
    }

    /** How many samples the source has given so far: its length, once {@link #next()} gave null. */
    public long samples() {
        return tape.end();
    }

    @Override
    public void close() {
        detector.close();
    }

    /** Fills the block, which only the end of the source leaves short. */
    private int fill() {
        int filled = 0;
        while (filled < BLOCK) {
            int read = source.read(block, filled, BLOCK - filled);
            if (read < 0) {
                ended = true;
                break;
            }
            filled += read;
        }
        return filled;
    }

    private void cut(int count) {
        tape.write(block, count);
        for (float probability : listening.probabilities(wholeFrames(count))) {
            add(finder.next(probability));
        }
        if (ended) {
            add(finder.end(tape.end()));
            packer.end(tape.end());
        } else {
            packer.quietUntil(finder.nothingBefore());
        }
    }

    /** The last frame of a source is filled up with silence. */
    private short[] wholeFrames(int count) {
        if (count == BLOCK) {
            return block;
        }
        Arrays.fill(block, count, BLOCK, (short) 0);
        int frames = (count + SpeechDetector.FRAME - 1) / SpeechDetector.FRAME;
        return Arrays.copyOf(block, frames * SpeechDetector.FRAME);
    }

    private void add(@Nullable Utterance speech) {
        if (speech != null) {
            packer.add(speech);
        }
    }
}
