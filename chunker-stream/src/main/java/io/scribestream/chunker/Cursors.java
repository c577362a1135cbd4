package io.scribestream.chunker;

import io.scribestream.chunker.LanguageVote.Ballot;
import io.scribestream.chunker.LanguageVote.Winner;
import io.scribestream.chunker.cut.Samples;
import io.scribestream.chunker.state.Cursor;
import io.scribestream.chunker.state.Phase;
import io.scribestream.chunker.state.SentChunk;
import io.scribestream.chunker.state.Vote;
import io.scribestream.schemas.Languages;
import io.scribestream.schemas.avro.ChunkTranscript;
import io.scribestream.schemas.avro.Span;
import io.scribestream.schemas.avro.TranscriptionJob;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What happens to a cursor. Nothing here touches a store: a cursor is changed in memory, the caller keeps it. */
final class Cursors {

    /** @param remote whether the source lies elsewhere and is fetched first */
    static Cursor of(TranscriptionJob job, byte[] raw, boolean remote, long offset, Instant now) {
        String asked = job.getOptions().getLanguage();
        boolean given = Languages.isKnown(asked);
        return Cursor.newBuilder()
                .setJob(ByteBuffer.wrap(raw))
                .setFingerprint(Fingerprint.of(job))
                .setClient(job.getClient())
                .setRemote(remote)
                .setOffset(offset)
                .setDeadline(JobDeadline.asked(job, now))
                .setLanguage(given ? asked : Languages.AUTO)
                .setLanguageProbability(given ? 1 : 0)
                .setVotersUntil(asked.equals(Languages.AUTO) ? LanguageVote.VOTERS : 0)
                .build();
    }

    static boolean hasEnded(Cursor cursor) {
        return switch (cursor.getPhase()) {
            case QUEUED, CUTTING -> false;
            case ENDED, FAILED, REDRIVING -> true;
        };
    }

    /** Whether its outcome is decided: it failed, or all its chunks are back behind its end. */
    static boolean isOver(Cursor cursor) {
        return cursor.getPhase() == Phase.FAILED || isClosed(cursor);
    }

    /** Whether the job has chunks to be cut, so that its source is needed. */
    static boolean isToCut(Cursor cursor) {
        return !hasEnded(cursor) || !cursor.getLost().isEmpty();
    }

    /** Whether nothing more can come of the job: its end was sent and all its chunks are back. */
    static boolean isClosed(Cursor cursor) {
        return !isToCut(cursor) && cursor.getUnheard().isEmpty();
    }

    static void sent(Cursor cursor, int index, int partition, Instant now, long cutTo) {
        cursor.setUnheard(with(cursor.getUnheard(), new SentChunk(index, partition, now)));
        cursor.setMovedAt(now);
        if (index == cursor.getNextIndex()) {
            cursor.setNextIndex(index + 1);
            cursor.setCutTo(cutTo);
        } else {
            cursor.setLost(
                    cursor.getLost().stream().filter(lost -> lost != index).toList());
        }
    }

    /**
     * Takes chunks for lost that were sent before a time and are not heard: they are sent again, unless nobody waits for
     * them.
     *
     * @return whether there are any
     */
    static boolean lose(Cursor cursor, Instant before) {
        List<SentChunk> old = cursor.getUnheard().stream()
                .filter(sent -> sent.getSentAt().isBefore(before))
                .toList();
        if (old.isEmpty()) {
            return false;
        }
        cursor.setUnheard(cursor.getUnheard().stream()
                .filter(sent -> !sent.getSentAt().isBefore(before))
                .toList());
        if (cursor.getPhase() != Phase.FAILED && !Redrives.isGivenUp(cursor)) {
            List<Integer> lost = new ArrayList<>(cursor.getLost());
            old.forEach(sent -> lost.add(sent.getIndex()));
            cursor.setLost(lost);
        }
        return true;
    }

    /** Whether the next chunk has to wait until the chunks that vote are back. */
    static boolean awaitsLanguage(Cursor cursor) {
        return cursor.getVotersUntil() > 0
                && cursor.getNextIndex() >= cursor.getVotersUntil()
                && cursor.getLost().isEmpty();
    }

    /**
     * Takes a chunk's result in.
     *
     * @return the partition the chunk was on; empty if its result was in before
     */
    static OptionalInt heard(Cursor cursor, ChunkTranscript result, Instant now) {
        Optional<SentChunk> chunk = cursor.getUnheard().stream()
                .filter(sent -> sent.getIndex() == result.getIndex() && result.getRedrive() == cursor.getRedrive())
                .findFirst();
        if (chunk.isEmpty()) {
            return OptionalInt.empty();
        }
        cursor.setUnheard(cursor.getUnheard().stream()
                .filter(sent -> sent.getIndex() != result.getIndex())
                .toList());
        cursor.setMovedAt(now);
        Redrives.note(cursor, result);
        if (result.getIndex() < cursor.getVotersUntil()) {
            boolean heard = result.getFailure() == null;
            Vote vote = new Vote(heard ? result.getLanguage() : "", result.getLanguageProbability(), seconds(result));
            cursor.setVotes(with(cursor.getVotes(), vote));
        }
        return OptionalInt.of(chunk.get().getPartition());
    }

    /**
     * Counts the votes once all that will come are in, and pins the winner. Where none of them could tell (a chunk may
     * fail), the next chunks vote.
     */
    static Optional<Winner> count(Cursor cursor) {
        boolean allSent = awaitsLanguage(cursor) || !isToCut(cursor);
        boolean allBack = cursor.getUnheard().stream().noneMatch(sent -> sent.getIndex() < cursor.getVotersUntil());
        if (cursor.getVotersUntil() == 0 || !allSent || !allBack) {
            return Optional.empty();
        }
        Optional<Winner> winner = LanguageVote.winner(ballots(cursor));
        cursor.setVotes(List.of());
        if (winner.isPresent()) {
            cursor.setLanguage(winner.get().language());
            cursor.setLanguageProbability((float) winner.get().probability());
            cursor.setVotersUntil(0);
        } else {
            cursor.setVotersUntil(cursor.getNextIndex() + LanguageVote.VOTERS);
        }
        return winner;
    }

    /** How much of the source is left; where its length is not known, as much as was cut so far. */
    static double secondsLeft(Cursor cursor) {
        double done = (double) cursor.getCutTo() / Samples.RATE;
        return cursor.getDeclaredSeconds() > 0 ? Math.max(0, cursor.getDeclaredSeconds() - done) : done;
    }

    private static List<Ballot> ballots(Cursor cursor) {
        return cursor.getVotes().stream()
                .map(vote -> new Ballot(vote.getLanguage(), vote.getProbability(), vote.getSeconds()))
                .toList();
    }

    private static double seconds(ChunkTranscript result) {
        return result.getSpans().stream().mapToLong(Span::getLength).sum() / (double) Samples.RATE;
    }

    private static <T> List<T> with(List<T> list, T more) {
        List<T> all = new ArrayList<>(list);
        all.add(more);
        return all;
    }

    private Cursors() {}
}
