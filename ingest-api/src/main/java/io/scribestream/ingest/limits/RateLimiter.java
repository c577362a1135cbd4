package io.scribestream.ingest.limits;

import io.scribestream.runtime.Component;
import java.util.List;

/** Counts the requests of clients against windows. Safe for any thread; never waits long, and never fails. */
public interface RateLimiter extends Component {

    /** One request: counted in all windows, or refused and counted in none. */
    Verdict take(String client, EndpointClass endpoints, List<Window> windows);

    /** How far the windows are used up; counts nothing. */
    Verdict look(String client, EndpointClass endpoints, List<Window> windows);
}
