package io.scribestream.schemas.registry;

import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** What a subject demands of its next version, in Confluent's words. */
public enum Compatibility {
    /** Nothing. */
    NONE(false, false, false),
    /** The next version reads what the last one wrote. */
    BACKWARD(true, false, false),
    /** The next version reads what all earlier ones wrote. */
    BACKWARD_TRANSITIVE(true, false, true),
    /** The last version reads what the next one writes. */
    FORWARD(false, true, false),
    /** All earlier versions read what the next one writes. */
    FORWARD_TRANSITIVE(false, true, true),
    /** Backward and forward. */
    FULL(true, true, false),
    /** Backward and forward, to all earlier versions. */
    FULL_TRANSITIVE(true, true, true);

    private final boolean backward;
    private final boolean forward;
    private final boolean transitive;

    Compatibility(boolean backward, boolean forward, boolean transitive) {
        this.backward = backward;
        this.forward = forward;
        this.transitive = transitive;
    }

    /**
     * Why a schema may not follow these, a sentence each; empty where it may.
     *
     * @param earlier the versions so far, the oldest first
     */
    List<String> problems(Schema next, List<Schema> earlier) {
        return earlier.stream()
                .skip(transitive ? 0 : Math.max(0, earlier.size() - 1))
                .flatMap(before -> Stream.concat(
                        backward ? unreadable(next, before, "the new schema cannot read the old one") : Stream.of(),
                        forward ? unreadable(before, next, "the old schema cannot read the new one") : Stream.of()))
                .toList();
    }

    private static Stream<String> unreadable(Schema reader, Schema writer, String what) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(problem ->
                        what + ": " + problem.getType() + " at " + problem.getLocation() + ", " + problem.getMessage());
    }
}
