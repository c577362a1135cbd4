package io.scribestream.chunker.fetch.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What yt-dlp said before it ended without a recording. Its words are all that tells a video that is private from a server
 * that is away: it has one exit code for both.
 *
 * @param error its last error, one line and not long; empty for none
 * @param isPassing whether another try may go better
 */
record YtDlpWords(String error, boolean isTooLarge, boolean isPassing) {

    private static final String ERROR = "ERROR:";
    private static final int LONGEST_ERROR = 200;
    private static final int LONGEST_LOG = 1 << 20;

    private static final Pattern PASSING = Pattern.compile(
            "HTTP Error (5\\d\\d|429|408)|timed? ?out|Temporary failure|Connection (refused|reset|aborted)|Tunnel connection failed: 502"
                    + "|Remote end closed|incomplete|IncompleteRead",
            Pattern.CASE_INSENSITIVE);

    static YtDlpWords read(Path log) throws IOException {
        String said;
        try (var in = Files.newInputStream(log)) {
            said = new String(in.readNBytes(LONGEST_LOG), StandardCharsets.UTF_8);
        }
        String error = said.lines()
                .filter(line -> line.startsWith(ERROR))
                .reduce((first, second) -> second)
                .map(line -> line.substring(ERROR.length()).strip())
                .orElse("");
        String shown = error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) + "..." : error;
        return new YtDlpWords(
                shown,
                said.contains("larger than max-filesize"),
                PASSING.matcher(error).find());
    }
}
