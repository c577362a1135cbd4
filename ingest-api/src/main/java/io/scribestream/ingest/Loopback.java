package io.scribestream.ingest;

import io.javalin.http.Context;
import io.scribestream.ingest.Problem.ProblemException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests of this machine from others. Nobody is asked who he is yet, so what only an operator may do is done for
 * those alone who sit at the machine itself: not for whoever comes through a proxy on it, nor for the page of another
 * site that is open in a browser here.
 */
final class Loopback {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    /** @throws ProblemException with 403 if the request comes from elsewhere */
    static void require(Context ctx) {
        boolean passedOn = ctx.header("Forwarded") != null || ctx.header("X-Forwarded-For") != null;
        if (passedOn || !isHere(ctx.req().getRemoteAddr()) || !isOurs(ctx.host()) || !isOurPage(ctx.header("Origin"))) {
            throw new ProblemException(
                    403,
                    "only_from_here",
                    "this part of the API answers only on the machine that it runs on, at 127.0.0.1 or localhost");
        }
    }

    private static boolean isHere(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress(); // an address, so nobody is asked
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The name that the client knows us by: another one may be any site's that was made to lead here. */
    private static boolean isOurs(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.startsWith("[") ? host.substring(0, host.indexOf(']') + 1) : host.split(":", 2)[0];
        return NAMES.contains(name);
    }

    private static boolean isOurPage(@Nullable String origin) {
        if (origin == null) {
            return true;
        }
        try {
            String host = new URI(origin).getHost();
            return host != null && NAMES.contains(host);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private Loopback() {}
}
