package io.scribestream.testkit.chaos;

/**
 * A process and its part in the whole.
 *
 * @param lanes chunks that it hears at once
 */
public record Member(ProcessUnderTest process, Part part, int lanes) {

    /** What a process does, and so what shows that it does it. */
    public enum Part {
        BROKER,
        REGISTRY,
        CHUNKER,
        TRANSCRIBER,
        MERGER,
        API;

        /** Whether anything on the topics shows that it works: see {@link Member#isShownBy}. */
        boolean isShown() {
            return this != REGISTRY && this != API;
        }
    }

    public String name() {
        return process.name();
    }

    /**
     * Whether what was seen shows that this process works again. Nothing shows it of the registry: whoever asked it once
     * knows what it said. Nor of the API, which no chunk passes.
     */
    boolean isShownBy(Sighting seen, long sinceMillis) {
        if (seen.atMillis() <= sinceMillis) {
            return false;
        }
        boolean result = seen.kind() == Sighting.Kind.RESULT;
        return switch (part) {
            case BROKER -> result;
            case CHUNKER -> result && seen.sentAtMillis() > sinceMillis;
            case TRANSCRIBER -> result && seen.by().contains(name());
            case MERGER -> seen.kind() == Sighting.Kind.MERGED;
            case REGISTRY, API -> false;
        };
    }
}
