package io.scribestream.ingest;

import io.scribestream.ingest.state.BoardRow;
import io.scribestream.schemas.avro.Command;
import io.scribestream.schemas.avro.EventType;
import io.scribestream.schemas.avro.JobEvent;
import io.scribestream.schemas.avro.Transcript;

/**
 * What redrives change on the row of a job that is completed. The events of one and its transcript come from different
 * topics in any order: that is why they are numbered.
 */
final class Redrives {

    static void note(BoardRow row, JobEvent event) {
        int number = number(event);
        if (event.getType() == EventType.REDRIVING && number > row.getRedrive()) {
            row.setRedrive(number);
            because(row, "", "");
        } else if (event.getType() == EventType.REFUSED && number > 0) {
            row.setRedrive(Math.max(number, row.getRedrive()));
            row.setRedriveOver(Math.max(number, row.getRedriveOver()));
            because(row, event.getReason(), event.getMessage());
        } else if (event.getType() == EventType.REFUSED && isOrder(event) && !isUnderWay(row)) {
            because(row, event.getReason(), event.getMessage());
        }
    }

    static void note(BoardRow row, Transcript transcript) {
        row.setVersion(transcript.getVersion());
        row.setGaps(transcript.getCoverage().getGaps().size());
        row.setRedrive(Math.max(row.getRedrive(), transcript.getRedrive()));
        row.setRedriveOver(Math.max(row.getRedriveOver(), transcript.getRedrive()));
    }

    static boolean isUnderWay(BoardRow row) {
        return row.getRedrive() > row.getRedriveOver();
    }

    private static void because(BoardRow row, String reason, String message) {
        row.setRedriveReason(reason);
        row.setRedriveMessage(message);
    }

    private static boolean isOrder(JobEvent event) {
        return Command.REDRIVE.name().equals(event.getDetails().get("command"));
    }

    private static int number(JobEvent event) {
        try {
            return Integer.parseInt(event.getDetails().getOrDefault("redrive", "0"));
        } catch (NumberFormatException e) {
            return 0; // somebody else's detail
        }
    }

    private Redrives() {}
}
