package io.scribestream.ingest;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/** Ends connections whose first request has no end of its head in time: a byte now and then is no silence. */
final class SlowHeads implements Connection.Listener {

    private final Scheduler scheduler;
    private final Duration patience;

    SlowHeads(Scheduler scheduler, Duration patience) {
        this.scheduler = scheduler;
        this.patience = patience;
    }

    @Override
    public void onOpened(Connection connection) {
        scheduler.schedule(() -> look(connection), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void look(Connection connection) {
        if (connection.getMessagesIn() == 0) {
            connection.getEndPoint().close();
        }
    }
}
