package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.chunker.Backlog.Waiting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static void offer(Backlog backlog, String client, int jobs, int firstOffset) {
        for (int job = jobs - 1; job >= 0; job--) {
            backlog.offer(new Waiting(client + "-" + job, client, firstOffset + job));
        }
    }

    @Test
    void holdsTheOldestOfAClientInTheirOrder() {
        Backlog backlog = new Backlog(Map.of());
        offer(backlog, "a", 1_000, 0);
        assertThat(backlog.chosen())
                .extracting(Waiting::jobId)
                .hasSize(16)
                .startsWith("a-0", "a-1")
                .endsWith("a-15");
        assertThat(backlog.hasMore()).isTrue();
    }

    @Test
    void countsWhatIsHeldAlready() {
        Backlog backlog = new Backlog(Map.of("a", 14));
        offer(backlog, "a", 5, 0);
        assertThat(backlog.chosen()).hasSize(2);
    }

    @Test
    void takesTheOldestOfEachClientBeforeTheSecondOfAny() {
        Backlog backlog = new Backlog(Map.of());
        for (int client = 0; client < 100; client++) {
            offer(backlog, "client-" + client, 10, 10 * client);
        }
        List<Waiting> chosen = backlog.chosen();
        assertThat(chosen).hasSize(Backlog.IN_ALL);
        assertThat(chosen.stream().map(Waiting::client).distinct()).hasSize(100);
    }

    @Test
    void holdsOneOfEveryClientHoweverManyOfOthersAreHeld() {
        Map<String, Integer> full = Map.of("a", Backlog.IN_ALL / 2, "b", Backlog.IN_ALL / 2);
        assertThat(Backlog.hasRoom(full, "a")).isFalse();
        assertThat(Backlog.hasRoom(full, "new")).isTrue();
        Backlog backlog = new Backlog(full);
        offer(backlog, "a", 5, 0);
        offer(backlog, "new", 5, 100);
        assertThat(backlog.chosen()).extracting(Waiting::jobId).containsExactly("new-0");
    }

    @Test
    void hasNoMoreWhenAllWereChosen() {
        Backlog backlog = new Backlog(Map.of());
        offer(backlog, "a", 3, 0);
        assertThat(backlog.hasMore()).isFalse();
    }
}
