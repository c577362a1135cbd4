package io.scribestream.chunker.decode;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * Inside the decoder process: what FFmpeg complained about while it read one file, counted by who complained and when.
 * Parsers speak in a decoder's name while packets are read, and complain about good files: that must not count as damage.
 */
final class FfmpegLog extends LogCallback {

    private static final int LONGEST = 200;

    private static final String READING = "reading ";
    private static final String DECODING = "decoding ";

    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, String> first = new HashMap<>();
    private String phase = READING;

    /** From now on complaints come here; keep the object, the native side holds it only weakly. */
    static FfmpegLog install() {
        FfmpegLog log = new FfmpegLog();
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        avutil.setLogCallback(log);
        return log;
    }

    @Override
    public synchronized void call(int level, BytePointer line) {
        String text = line.getString();
        String who = phase + complainer(text);
        counts.merge(who, 1, Integer::sum);
        first.putIfAbsent(who, plain(text));
    }

    synchronized void clear() {
        counts.clear();
        first.clear();
        phase = READING;
    }

    /** Packets are read from now on. */
    synchronized void reading() {
        phase = READING;
    }

    /** Packets are decoded from now on. */
    synchronized void decoding() {
        phase = DECODING;
    }

    /** Complaints of a container while it was read and of a decoder while it decoded. */
    synchronized int count(String container, String decoder) {
        return counts.getOrDefault(READING + container, 0) + counts.getOrDefault(DECODING + decoder, 0);
    }

    /** The first of them; empty for none. */
    synchronized String first(String container, String decoder) {
        return first.getOrDefault(READING + container, first.getOrDefault(DECODING + decoder, ""));
    }

    synchronized boolean mentions(String text) {
        return first.values().stream().anyMatch(line -> line.contains(text));
    }

    /** Lines look like {@code [ogg @ 0x7f21e42cbd00] CRC mismatch!}. */
    private static String complainer(String line) {
        int at = line.indexOf(" @ ");
        return line.startsWith("[") && at > 0 ? line.substring(1, at) : "";
    }

    /** Without addresses and control characters, and not long: it ends in front of people. */
    private static String plain(String line) {
        int bracket = line.startsWith("[") ? line.indexOf("] ") : -1;
        String text = line.substring(bracket < 0 ? 0 : bracket + 2)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
