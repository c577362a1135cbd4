package io.scribestream.ingest.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.ingest.letters.DeadLetter.Origin;
import io.scribestream.ingest.letters.DeadLetter.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterIndexTest {

    private final LetterIndex index = new LetterIndex(3);

    @Test
    void givesTheNewestFirst() {
        index.add(letter(1, "a"));
        index.add(letter(2, null));

        assertThat(index.newest(10)).extracting(DeadLetter::id).containsExactly("0-2", "0-1");
        assertThat(index.newest(1)).extracting(DeadLetter::id).containsExactly("0-2");
    }

    @Test
    void holdsAJobUpUntilEachOfItsLettersIsSettled() {
        index.add(letter(1, "job/7"));
        index.add(letter(2, "job"));
        assertThat(index.blocking("job")).map(DeadLetter::id).contains("0-1");

        index.mark("0-1", State.REDRIVEN);
        assertThat(index.blocking("job")).map(DeadLetter::id).contains("0-2");
        index.mark("0-2", State.DROPPED);

        assertThat(index.blocking("job")).isEmpty();
        assertThat(index.find("0-1")).map(DeadLetter::state).contains(State.REDRIVEN);
    }

    @Test
    void forgetsTheOldestWhereThereAreTooMany() {
        for (int offset = 1; offset <= 4; offset++) {
            index.add(letter(offset, "job-" + offset));
        }
        index.mark("0-1", State.DROPPED);

        assertThat(index.find("0-1")).isEmpty();
        assertThat(index.blocking("job-1")).isEmpty();
        assertThat(index.blocking("job-4")).isPresent();
        assertThat(index.newest(10)).hasSize(3);
    }

    private static DeadLetter letter(long offset, @Nullable String key) {
        return new DeadLetter(
                0,
                offset,
                new Origin("transcription.audio", 0, 0),
                key,
                "",
                "java.lang.IllegalStateException",
                "",
                Instant.EPOCH,
                false,
                State.OPEN);
    }
}
