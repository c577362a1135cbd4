package io.scribestream.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers requests whose head Jetty itself refuses, too long an address for one: as a problem, where Jetty would show a page. */
final class HeadErrors extends ErrorHandler {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String reason = message == null ? "it cannot be read" : message;
        try {
            byte[] body = JSON.writeValueAsBytes(Problem.of(
                    status, status < 500 ? "wrong_request" : "internal", "the server refused this: " + reason));
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
            response.write(true, ByteBuffer.wrap(body), callback);
        } catch (JsonProcessingException e) {
            callback.failed(e);
        }
    }
}
