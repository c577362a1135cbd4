package io.scribestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.Test;

class SlowHeadsTest {

    private final ByHand scheduler = new ByHand();
    private final SlowHeads heads = new SlowHeads(scheduler, Duration.ofSeconds(30));
    private final Connection connection = new Silent();

    @Test
    void endsAConnectionWithoutARequest() {
        heads.onOpened(connection);
        scheduler.runAll();
        assertThat(connection.getEndPoint().isOpen()).isFalse();
    }

    @Test
    void keepsNothingOfAConnectionThatIsClosed() {
        heads.onOpened(connection);
        heads.onClosed(connection);
        assertThat(scheduler.waiting).isEmpty();
    }

    @Test
    void takesTheEndOfAConnectionItHasLookedAt() {
        heads.onOpened(connection);
        scheduler.runAll();
        heads.onClosed(connection);
        assertThat(scheduler.waiting).isEmpty();
    }

    private static final class Silent extends AbstractConnection {
        Silent() {
            super(new ByteArrayEndPoint(), Runnable::run);
        }

        @Override
        public long getMessagesIn() {
            return 0;
        }

        @Override
        public void onFillable() {}
    }

    private static final class ByHand extends AbstractLifeCycle implements Scheduler {

        private final List<Runnable> waiting = new ArrayList<>();

        @Override
        public Task schedule(Runnable task, long delay, TimeUnit units) {
            waiting.add(task);
            return () -> waiting.remove(task);
        }

        void runAll() {
            List<Runnable> due = List.copyOf(waiting);
            waiting.clear();
            due.forEach(Runnable::run);
        }
    }
}
