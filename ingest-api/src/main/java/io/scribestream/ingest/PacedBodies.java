package io.scribestream.ingest;

import io.scribestream.ingest.Problem.ProblemException;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts off who sends a body so slowly that it would hold a thread for hours; silence alone is the server's to notice. */
final class PacedBodies implements Filter {

    private final HttpLimits limits;

    PacedBodies(HttpLimits limits) {
        this.limits = limits;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(new Paced((HttpServletRequest) request, limits), response);
    }

    private static final class Paced extends HttpServletRequestWrapper {

        private final HttpLimits limits;
        private @Nullable ServletInputStream body;

        Paced(HttpServletRequest request, HttpLimits limits) {
            super(request);
            this.limits = limits;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            ServletInputStream paced = body == null ? new Body(super.getInputStream(), limits) : body;
            body = paced;
            return paced;
        }
    }

    private static final class Body extends ServletInputStream {

        private final ServletInputStream from;
        private final HttpLimits limits;
        private final long began = System.nanoTime();
        private long bytes;

        Body(ServletInputStream from, HttpLimits limits) {
            this.from = from;
            this.limits = limits;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = from.read(buffer, offset, length);
            if (read > 0) {
                bytes += read;
                requirePace();
            }
            return read;
        }

        private void requirePace() {
            double seconds = (System.nanoTime() - began - limits.silence().toNanos()) / 1e9;
            if (seconds > 0 && bytes < seconds * limits.bytesPerSecond()) {
                throw new ProblemException(
                        408,
                        "too_slow",
                        "the body comes with less than " + limits.bytesPerSecond() + " bytes a second",
                        Map.of("limit", limits.bytesPerSecond()));
            }
        }

        @Override
        public boolean isFinished() {
            return from.isFinished();
        }

        @Override
        public boolean isReady() {
            return from.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            from.setReadListener(listener);
        }
    }
}
