package io.scribestream.chunker.decode;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** Inside the decoder process: what FFmpeg complained about while it read one file, counted by who complained. */
final class FfmpegLog extends LogCallback {

    private static final int LONGEST = 200;

    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, String> first = new HashMap<>();

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
        String who = complainer(text);
        counts.merge(who, 1, Integer::sum);
        first.putIfAbsent(who, plain(text));
    }

    synchronized void clear() {
        counts.clear();
        first.clear();
    }

    synchronized int count(String who) {
        return counts.getOrDefault(who, 0);
    }

    /** Empty where it did not complain. */
    synchronized String first(String who) {
        return first.getOrDefault(who, "");
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
