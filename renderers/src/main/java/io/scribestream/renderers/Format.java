package io.scribestream.renderers;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The forms a transcript can take. */
public enum Format {
    TXT("text/plain; charset=utf-8"),
    SRT("application/x-subrip; charset=utf-8"),
    VTT("text/vtt; charset=utf-8"),
    JSON("application/json"),
    TSV("text/tab-separated-values; charset=utf-8");

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    /** As in {@code -f srt}, and the end of a file's name: without a dot, in lower case. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For HTTP's {@code Content-Type}. */
    public String mediaType() {
        return mediaType;
    }

    /** All names, for help and messages: {@code txt, srt, vtt, json, tsv}. */
    public static String names() {
        return Arrays.stream(values()).map(Format::extension).collect(Collectors.joining(", "));
    }

    /**
     * @param name in any case
     * @throws IllegalArgumentException if there is no such format; the message names those there are
     */
    public static Format parse(String name) {
        for (Format format : values()) {
            if (format.extension().equalsIgnoreCase(name.strip())) {
                return format;
            }
        }
        throw new IllegalArgumentException("there is no format '" + name + "'; there are " + names());
    }
}
