package io.scribestream.ingest;

import io.scribestream.ingest.letters.DeadLetter;
import io.scribestream.ingest.letters.DeadLetter.Origin;
import io.scribestream.ingest.letters.DeadLetter.State;
import io.scribestream.ingest.letters.Letters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Letters in memory. */
final class FakeLetters implements Letters {

    private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();

    static DeadLetter letter(long offset, String topic, @Nullable String key, boolean answered) {
        return new DeadLetter(
                0,
                offset,
                new Origin(topic, 2, 17),
                key,
                "merge-chunks",
                "java.lang.IllegalStateException",
                "a mistake",
                Instant.EPOCH,
                answered,
                State.OPEN);
    }

    void add(DeadLetter letter) {
        letters.add(letter);
    }

    @Override
    public List<DeadLetter> newest(int limit) {
        List<DeadLetter> all = new ArrayList<>(letters);
        Collections.reverse(all);
        return all;
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return letters.stream().filter(letter -> letter.id().equals(id)).findFirst();
    }

    @Override
    public Optional<DeadLetter> blocking(String jobId) {
        return letters.stream()
                .filter(letter -> letter.isBlocking() && jobId.equals(letter.jobId()))
                .findFirst();
    }

    @Override
    public Optional<Content> content(DeadLetter letter) {
        return Optional.of(new Content(
                Map.of("trace", "t".getBytes(StandardCharsets.UTF_8), "raw", new byte[] {-1}),
                new byte[] {0, 1, 2, -1}));
    }

    @Override
    public void redrive(DeadLetter letter) {
        settle(letter, State.REDRIVEN);
    }

    @Override
    public void drop(DeadLetter letter) {
        settle(letter, State.DROPPED);
    }

    private void settle(DeadLetter letter, State state) {
        if (letter.state() != State.OPEN) {
            throw new RefusedException("settled", "it was " + letter.state());
        }
        letters.set(
                letters.indexOf(letter),
                new DeadLetter(
                        letter.partition(),
                        letter.offset(),
                        letter.origin(),
                        letter.key(),
                        letter.step(),
                        letter.error(),
                        letter.message(),
                        letter.at(),
                        letter.answered(),
                        state));
    }
}
