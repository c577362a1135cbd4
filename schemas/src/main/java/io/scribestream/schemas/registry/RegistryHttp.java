package io.scribestream.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the addresses of one registry in turn until one answers, and turns its error codes into our exceptions. */
final class RegistryHttp {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int CONFLICT = 409;
    private static final int NO_SUCH_SCHEMA = 40403;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<URI> urls;
    private final RegistryLogin login;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /** The address that answered last; the next question goes there first. */
    private volatile int favourite;

    RegistryHttp(List<URI> urls, RegistryLogin login) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a schema registry needs at least one address");
        }
        urls.forEach(RegistryHttp::check);
        this.urls = List.copyOf(urls);
        this.login = login;
    }

    private static void check(URI url) {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!web || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "the address of a schema registry looks like http://host:8081, not like " + url);
        }
    }

    /** @param field what the answer must hold, and all of it that is given back */
    JsonNode get(String path, String field) {
        return ask(path, null, field);
    }

    /** @param field what the answer must hold, and all of it that is given back */
    JsonNode post(String path, String body, String field) {
        return ask(path, body, field);
    }

    private JsonNode ask(String path, @Nullable String body, String field) {
        int first = favourite;
        for (int tried = 1; ; tried++) {
            int index = (first + tried - 1) % urls.size();
            try {
                JsonNode answer = ask(urls.get(index), path, body, field);
                favourite = index;
                return answer;
            } catch (RegistryUnavailableException e) {
                if (tried == urls.size()) {
                    throw e;
                }
            }
        }
    }

    private JsonNode ask(URI url, String path, @Nullable String body, String field) {
        try {
            HttpResponse<byte[]> response = client.send(request(url, path, body), BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw refusal(url, response);
            }
            JsonNode answer = JSON.readTree(response.body()).path(field);
            if (answer.isMissingNode()) {
                throw new RegistryUnavailableException(base(url) + " answers, but not as a schema registry does");
            }
            return answer;
        } catch (IOException e) {
            throw new RegistryUnavailableException("the schema registry at " + base(url) + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while asking the schema registry at " + base(url), e);
        }
    }

    private HttpRequest request(URI url, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base(url) + path))
                .timeout(ANSWER)
                .header("Accept", CONTENT_TYPE + ", application/json");
        String authorization = url.getUserInfo() == null
                ? login.header()
                : RegistryLogin.basic(url.getUserInfo()).header();
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (body != null) {
            request.header("Content-Type", CONTENT_TYPE).POST(BodyPublishers.ofString(body));
        }
        return request.build();
    }

    private static RuntimeException refusal(URI url, HttpResponse<byte[]> response) {
        String message = "HTTP " + response.statusCode();
        int code = response.statusCode();
        try {
            JsonNode error = JSON.readTree(response.body());
            message = error.path("message").asText(message);
            code = error.path("error_code").asInt(code);
        } catch (IOException e) {
            // a proxy's page, say: the status has to do
            return new RegistryUnavailableException(base(url) + " refused: " + message, e);
        }
        if (response.statusCode() == CONFLICT) {
            return new IncompatibleSchemaException(message);
        }
        if (code == NO_SUCH_SCHEMA) {
            return new UnknownSchemaException(message);
        }
        return new RegistryUnavailableException("the schema registry at " + base(url) + " refused: " + message);
    }

    /** An address without a name, a password and a slash at its end. */
    private static String base(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return url.getScheme() + "://" + url.getHost() + port + path.replaceFirst("/+$", "");
    }
}
