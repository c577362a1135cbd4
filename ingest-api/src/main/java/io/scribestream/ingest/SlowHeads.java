package io.scribestream.ingest;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends connections whose first request has no end of its head in time: a byte now and then is no silence. Of a connection
 * that is closed it keeps nothing: thousands may come and go within that time.
 */
final class SlowHeads implements Connection.Listener {

    private final Map<Connection, Scheduler.Task> looks = new ConcurrentHashMap<>();
    private final Scheduler scheduler;
    private final Duration patience;

    SlowHeads(Scheduler scheduler, Duration patience) {
        this.scheduler = scheduler;
        this.patience = patience;
    }

    @Override
    public void onOpened(Connection connection) {
        looks.computeIfAbsent(
                connection,
                opened -> scheduler.schedule(() -> look(opened), patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void onClosed(Connection connection) {
        Scheduler.Task look = looks.remove(connection);
        if (look != null) {
            look.cancel();
        }
    }

    private void look(Connection connection) {
        looks.remove(connection);
        if (connection.getMessagesIn() == 0) {
            connection.getEndPoint().close();
        }
    }
}
