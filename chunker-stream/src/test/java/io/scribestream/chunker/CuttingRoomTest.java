package io.scribestream.chunker;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.schemas.avro.Priority;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the stream tasks of one instance share. */
class CuttingRoomTest {

    private static final int WINDOW = 3;

    private final QueuedPool pool = new QueuedPool();
    private final FakeSources sources = new FakeSources();
    private final CuttingRoom room = new CuttingRoom(sources, pool, 2, WINDOW, client -> 1);
    private final Map<String, Integer> sent = new HashMap<>();

    private void enter(String jobId, String task) {
        sources.add("/audio/" + jobId, 100);
        room.enter(new Work(jobId, "client", Priority.NORMAL, task));
    }

    /** What a task does at each tick. */
    private void tick(String task) {
        for (Work work : room.toOpen(task, 0)) {
            room.open(work, ChunkerUnderTest.job(work.jobId).build(), Set.of(), false);
        }
        pool.drain();
        for (Work work = room.release(task); work != null; work = room.release(task)) {
            assertThat(room.cutting(work).take()).isNotNull();
            room.sent(work, 0, work.sent + 1, 50, false);
            sent.merge(work.jobId, 1, Integer::sum);
        }
    }

    @Test
    void tasksShareTheCredits() {
        enter("a", "task-1");
        enter("b", "task-2");
        tick("task-1");
        tick("task-2");
        tick("task-1");
        assertThat(sent.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(WINDOW);
        room.unheard().remove("task-1", 0);
        tick("task-1");
        tick("task-2");
        assertThat(sent.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(WINDOW + 1);
    }

    @Test
    void aTaskSendsItsOwnJobsOnly() {
        enter("a", "task-1");
        tick("task-2");
        assertThat(sent).isEmpty();
        assertThat(sources.opened).isZero();
    }

    @Test
    void aTaskThatIsTakenAwayLeavesItsPlacesAndCreditsToTheOthers() {
        enter("a", "task-1");
        tick("task-1");
        tick("task-1");
        enter("b", "task-2");
        tick("task-2");
        assertThat(sent).doesNotContainKey("b");
        room.leave("task-1");
        tick("task-2");
        tick("task-2");
        pool.drain();
        assertThat(sent).containsEntry("b", WINDOW);
        assertThat(sources.open).isEqualTo(1);
    }
}
