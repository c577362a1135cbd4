package io.scribestream.transcriber.quality;

import io.scribestream.schemas.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The signs a text has. One may be chance; two, or a grave one, are not. */
public record Verdict(List<Sign> signs) {

    public static final Verdict GOOD = new Verdict(List.of());

    public Verdict {
        signs = List.copyOf(signs);
    }

    public boolean isBad() {
        return signs.size() > 1 || signs.stream().anyMatch(Sign::grave);
    }

    /** Why the text is not to be trusted: the first grave sign, else the first sign; empty where it is to be. */
    public Optional<Reason> reason() {
        if (!isBad()) {
            return Optional.empty();
        }
        return Stream.concat(signs.stream().filter(Sign::grave), signs.stream())
                .map(Sign::reason)
                .findFirst();
    }
}
