package io.scribestream.chunker.cut;

import static io.scribestream.chunker.cut.CutSettings.samples;

import io.scribestream.chunker.cut.Cut.Span;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Joins utterances into chunks. A pause that is short anyway stays as it is and the span goes on through it; of a longer
 * one the padding stays, with a little silence between.
 */
final class Packer {

    /** 10 ms of zeros: no microphone is as quiet, so a recording was switched on here, or put together. */
    private static final int SILENT_RUN = 160;

    private final Tape tape;
    private final Consumer<Cut> done;
    private final long apart;
    private final long bridge;
    private final int lead;
    private final int padding;
    private final int join;

    private final short[] chunk;
    private final List<Span> spans = new ArrayList<>();
    private int length;
    /** Of the span at the end of the chunk, which still grows. */
    private long spanSource;

    private int spanChunk;
    /** Where speech ended that is in the chunk, or in the one before. */
    private long speechEnd;
    /** Where the sound ends that was sent or will be. */
    private long sentEnd;

    private boolean forcedStart;

    Packer(CutSettings settings, Tape tape, Consumer<Cut> done) {
        this.tape = tape;
        this.done = done;
        apart = samples(settings.apart());
        bridge = settings.bridge();
        lead = (int) samples(settings.lead());
        padding = (int) samples(settings.padding());
        join = (int) samples(settings.join());
        chunk = new short[(int) samples(settings.longest())];
    }

    void add(Utterance speech) {
        quietUntil(speech.start());
        if (length > 0 && length + needed(speech) > chunk.length) {
            close(Math.min(padding, (speech.start() - speechEnd) / 2), false);
        }
        if (length == 0) {
            forcedStart = speech.forcedStart();
            begin(forcedStart ? speech.start() : soundBefore(speech));
        } else if (isSettled()) {
            long from = soundBefore(speech);
            if (from - sentEnd <= join) {
                from = sentEnd; // leaving out less than is put in its place would be of no use
            } else {
                Arrays.fill(chunk, length, length + join, (short) 0);
                length += join;
            }
            begin(from);
        } else {
            // One span for each utterance, also where the pause between them stays: what is said has its place by them.
            extendTo((speechEnd + speech.start()) / 2);
            spans.add(span());
            begin(sentEnd);
        }
        extendTo(speech.end());
        speechEnd = speech.end();
        if (speech.forcedEnd()) {
            close(0, true);
        }
    }

    /** There is no speech between the last utterance and this place. */
    void quietUntil(long place) {
        if (length == 0) {
            return;
        }
        long pause = place - speechEnd;
        if (pause >= apart) {
            close(padding, false);
        } else if (pause > bridge && !isSettled()) {
            extendTo(speechEnd + padding);
            spans.add(span());
        }
    }

    void end(long sourceLength) {
        if (length > 0) {
            close(Math.min(padding, sourceLength - speechEnd), false);
        }
    }

    /** Whether the last span is complete, as the pause behind it is too long to be sent. */
    private boolean isSettled() {
        return spans.size() > 0 && spans.get(spans.size() - 1).sourceStart() == spanSource;
    }

    private long needed(Utterance speech) {
        long between = isSettled() ? join + speech.start() - soundBefore(speech) : speech.start() - speechEnd;
        return between + speech.length() + (speech.forcedEnd() ? 0 : padding);
    }

    /** Where the sound before an utterance begins: not before the lead, not twice, and not in a stretch without any sound. */
    private long soundBefore(Utterance speech) {
        long earliest = Math.max(speech.start() - lead, sentEnd);
        int count = Math.toIntExact(speech.start() - earliest);
        short[] before = new short[count];
        tape.copy(earliest, count, before, 0);
        int silent = 0;
        for (int i = count - 1; i >= 0; i--) {
            silent = before[i] == 0 ? silent + 1 : 0;
            if (silent == SILENT_RUN) {
                return earliest + i + SILENT_RUN;
            }
        }
        return earliest;
    }

    private void begin(long source) {
        spanSource = source;
        spanChunk = length;
        sentEnd = source;
    }

    private void extendTo(long source) {
        int more = Math.toIntExact(source - sentEnd);
        tape.copy(sentEnd, more, chunk, length);
        length += more;
        sentEnd = source;
    }

    private Span span() {
        return new Span(spanSource, spanChunk, length - spanChunk);
    }

    private void close(long tail, boolean forcedEnd) {
        if (!isSettled()) {
            extendTo(speechEnd + tail);
            spans.add(span());
        }
        done.accept(new Cut(pcm(), spans, forcedStart, forcedEnd, tape.end()));
        spans.clear();
        length = 0;
        forcedStart = false;
    }

    /** The chunk's samples, lifted where they are very quiet: silence stays silence. */
    private byte[] pcm() {
        double gain = Loudness.gain(Loudness.level(chunk, length));
        if (gain > 1) {
            Loudness.amplify(chunk, length, gain, chunk);
        }
        byte[] bytes = new byte[2 * length];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(chunk, 0, length);
        return bytes;
    }
}
