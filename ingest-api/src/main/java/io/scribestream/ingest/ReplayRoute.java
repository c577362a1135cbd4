package io.scribestream.ingest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the job board made anew from its topics. Questions about jobs are answered with 503 until its flow runs again, and
 * with what has been read by then after that.
 */
public final class ReplayRoute implements RouteSet {

    static final String REPLAY = AccessRoutes.ADMIN + "board/replay";

    private static final Logger LOG = LoggerFactory.getLogger(ReplayRoute.class);

    private final Board board;
    private final AtomicBoolean underWay = new AtomicBoolean();

    /** The flow of the board. */
    public interface Board {
        /**
         * Empties its stores and begins to read from where its topics begin; takes seconds.
         *
         * @throws RuntimeException if it could not; then it goes on with what it has
         */
        void replay();
    }

    public ReplayRoute(Board board) {
        this.board = board;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post(REPLAY, this::replay);
    }

    private void replay(Context ctx) {
        if (!underWay.compareAndSet(false, true)) {
            throw new ProblemException(409, "under_way", "the board is being made anew already");
        }
        Thread work = new Thread(this::replayed, "board-replay");
        work.setDaemon(true);
        work.start();
        ctx.status(202).json(Map.of("order", "replay", "status_url", "/health"));
    }

    private void replayed() {
        try {
            board.replay();
            LOG.info("the board is made anew from its topics");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the board could not be made anew");
        } finally {
            underWay.set(false);
        }
    }
}
