package io.scribestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.BiConsumer;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes on the wire, for clients other than Confluent's Java one. */
class RegistryServerTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private final EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.inMemory();
    private RegistryServer server;

    @BeforeEach
    void listen() throws IOException {
        server = RegistryServer.onLoopback(registry, 0);
        registry.register("text-value", Schema.create(Schema.Type.STRING));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    GET  | /                                      |     | 200 | {}
                    GET  | /subjects                              |     | 200 | ["text-value"]
                    GET  | /subjects/text-value/versions          |     | 200 | [1]
                    GET  | /subjects/text-value/versions/latest   |     | 200 | {"subject":"text-value","version":1,"id":1,"schema":"\\"string\\""}
                    GET  | /subjects/text-value/versions/1/schema |     | 200 | "string"
                    GET  | /schemas/ids/1                         |     | 200 | {"schema":"\\"string\\""}
                    GET  | /schemas/ids/1/schema                  |     | 200 | "string"
                    GET  | /schemas/ids/1/versions                |     | 200 | [{"subject":"text-value","version":1}]
                    GET  | /schemas/types                         |     | 200 | ["AVRO"]
                    GET  | /mode                                  |     | 200 | {"mode":"READWRITE"}
                    GET  | /config                                |     | 200 | {"compatibilityLevel":"BACKWARD"}
                    GET  | /config/text-value?defaultToGlobal=true|     | 200 | {"compatibilityLevel":"BACKWARD"}
                    PUT  | /config/text-value | {"compatibility": "FULL"} | 200 | {"compatibility":"FULL"}
                    POST | /subjects/a%2Fb%20c/versions | {"schema": "\\"int\\""} | 200 | {"id":2}
                    POST | /compatibility/subjects/text-value/versions/latest | {"schema": "\\"bytes\\""} | 200 | {"is_compatible":true}
                    POST | /compatibility/subjects/text-value/versions | {"schema": "\\"int\\""} | 200 | {"is_compatible":false}
                    GET  | /nothing                               |     | 404 | {"error_code":404,"message":"HTTP 404 Not Found"}
                    GET  | /subjects/nobody/versions              |     | 404 | {"error_code":40401,"message":"Subject 'nobody' not found."}
                    GET  | /subjects/text-value/versions/2        |     | 404 | {"error_code":40402,"message":"Version 2 not found."}
                    GET  | /schemas/ids/9                         |     | 404 | {"error_code":40403,"message":"Schema 9 not found"}
                    POST | /subjects/x/versions | {"schema": "", "schemaType": "JSON"} | 422 | {"error_code":42201,"message":"Invalid schema: only AVRO is kept here, not JSON"}
                    """)
    void answersAsConfluentsDoes(String method, String path, String body, int status, String answer) throws Exception {
        HttpResponse<String> response = ask(method, path, body == null ? "" : body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(answer);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/vnd.schemaregistry.v1+json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    POST | /subjects/x/versions                | {"schema": "{"}          | 422 | 42201
                    POST | /subjects/x/versions                | {}                       | 422 | 42201
                    POST | /subjects/x/versions                | {"schema": "\\"int\\"", "references": [{"name": "a"}]} | 422 | 42201
                    POST | /subjects/text-value/versions       | {"schema": "\\"int\\""}  | 409 | 409
                    POST | /subjects/text-value                | {"schema": "\\"int\\""}  | 404 | 40403
                    GET  | /subjects/text-value/versions/first |                          | 422 | 42202
                    GET  | /subjects/text-value/versions/0     |                          | 422 | 42202
                    PUT  | /config                             | {"compatibility": "SOON"} | 422 | 42203
                    GET  | /config/text-value                  |                          | 404 | 40408
                    POST | /subjects/x/versions                | {"schema"                | 400 | 400
                    DELETE | /subjects/text-value              |                          | 404 | 404
                    """)
    void refusesWithConfluentsCodes(String method, String path, String body, int status, int code) throws Exception {
        HttpResponse<String> response = ask(method, path, body == null ? "" : body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).startsWith("{\"error_code\":" + code + ",\"message\":\"");
    }

    @Test
    void refusesABodyBeyondAMebibyte() throws Exception {
        String body = "{\"schema\": \"" + " ".repeat(1024 * 1024) + "\"}";
        assertThat(ask("POST", "/subjects/x/versions", body).statusCode()).isEqualTo(413);
    }

    @Test
    void listensOnLoopbackOnly() {
        assertThat(server.url().toString()).matches("http://(127\\.0\\.0\\.1|\\[.*1\\]):" + server.port());
    }

    @Test
    void saysSoWhenThePortIsTaken() {
        assertThatThrownBy(() -> RegistryServer.onLoopback(registry, server.port()))
                .isInstanceOf(BindException.class);
    }

    @Test
    void saysThatTheLogIsAwayInConfluentsWords() throws Exception {
        EmbeddedSchemaRegistry readOnly = new EmbeddedSchemaRegistry(new UnwritableLog());
        try (RegistryServer broken = RegistryServer.onLoopback(readOnly, 0)) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(broken.url() + "/subjects/x/versions"))
                            .POST(BodyPublishers.ofString("{\"schema\": \"\\\"int\\\"\"}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).startsWith("{\"error_code\":50001,");
        }
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static final class UnwritableLog implements SchemaLog {
        @Override
        public void replay(BiConsumer<String, String> each) {}

        @Override
        public void append(String key, String value) {
            throw new RegistryUnavailableException("no broker");
        }

        @Override
        public void close() {}
    }
}
