package io.scribestream.ingest;

import static io.scribestream.ingest.ApiUnderTest.header;
import static io.scribestream.ingest.ApiUnderTest.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.scribestream.ingest.access.Caller;
import io.scribestream.ingest.access.KeyDirectory;
import io.scribestream.ingest.access.Keys;
import io.scribestream.ingest.limits.LimitConfig;
import io.scribestream.ingest.limits.LocalLimiter;
import io.scribestream.ingest.watch.WatchRoutes;
import io.scribestream.ingest.webhooks.Webhooks;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.RuntimeConfig;
import io.scribestream.runtime.Setting;
import io.scribestream.runtime.Wire;
import io.scribestream.runtime.operate.BreakerBoard;
import io.scribestream.runtime.operate.Operations;
import io.scribestream.runtime.watch.Watch;
import io.scribestream.schemas.Topics;
import io.scribestream.schemas.avro.ClientKey;
import io.scribestream.schemas.avro.KeyScope;
import io.scribestream.schemas.avro.Webhook;
import io.scribestream.schemas.registry.InMemorySchemaRegistry;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds openapi.yaml and the routes to each other. */
class ContractTest {

    private static final List<String> METHODS = List.of("get", "head", "post", "put", "patch", "delete", "options");

    @TempDir
    Path folder;

    private final JsonNode contract = DocsPage.parse(ContractRoutes.read());
    private Caller caller = Caller.EVERYBODY;
    private Watch watch;
    private ApiUnderTest api;

    @BeforeEach
    void start() {
        MockProducer<String, ClientKey> producer =
                new MockProducer<>(true, null, new StringSerializer(), (topic, value) -> new byte[0]);
        MockProducer<String, SpecificRecord> orders =
                new MockProducer<>(true, null, new StringSerializer(), (topic, value) -> new byte[0]);
        RuntimeConfig config = RuntimeConfig.from(Env.of(Map.of()).with(Setting.SCRIBE_INSTANCE_ID, "test"));
        Wire wire = new Wire(new InMemorySchemaRegistry());
        watch = new Watch("scribestream-test", "1", config, wire, List.of(), List.of(), List.of(folder));
        BoardView noBoard = new BoardView(new BoardView.Stores() {
            @Override
            public <V> ReadOnlyKeyValueStore<String, V> store(String name) {
                throw new InvalidStateStoreException("no board here");
            }
        });
        api = new ApiUnderTest(
                folder,
                routes -> routes.beforeMatched(ctx -> ctx.attribute("scribe.caller", caller)),
                new LimitRoutes(
                        new LocalLimiter(LimitConfig.KEPT),
                        LimitConfig.from(Env.of(Map.of()), false),
                        Backings.unlimited(),
                        LimitRoutes.Clients.ONE,
                        Clock.systemUTC()),
                new KeyRoutes(new Keys(producer, new KeyDirectory(), Clock.systemUTC())),
                new WatchRoutes(watch),
                new QueueRoute(new OpenJobs()),
                new LagRoute(config),
                new OperationRoutes(new Operations(List.of(), List.of()), orders, Clock.systemUTC()),
                new BreakerListRoute(
                        "serve/here",
                        new Operations(List.of(), List.of()),
                        new BreakerBoard(Clock.systemUTC()),
                        Clock.systemUTC()),
                new AuditRoute(new EventLog(config, wire, noBoard)),
                new ReplayRoute(() -> {}),
                new WebhookRoutes(noWebhooks()),
                new PageRoutes(ApiUnderTest.MAX_UPLOAD_BYTES));
    }

    @AfterEach
    void stop() {
        api.close();
        watch.close();
    }

    @Test
    void hasEveryRouteAndNoOther() {
        assertThat(api.endpoints())
                .filteredOn(route -> !PageRoutes.isPage(route.split(" ")[1])) // the page is no API
                .containsExactlyInAnyOrderElementsOf(operations());
    }

    @Test
    void tellsAnotherClientOfNoJobWhateverItAsks() throws Exception {
        api.flow.send(Topics.DONE, "annas", Examples.transcript("annas", "u", "words"));
        caller = new Caller("bert", Set.of(KeyScope.values()), Map.of());
        List<String> ofJobs = operations().stream()
                .filter(route -> route.contains("/transcriptions/{id}"))
                .toList();
        assertThat(ofJobs).hasSizeGreaterThan(5);
        for (String route : ofJobs) {
            String[] parts = route.split(" ");
            HttpResponse<String> foreign = api.ask(parts[0], parts[1].replace("{id}", "annas"), new byte[0]);
            HttpResponse<String> none = api.ask(parts[0], parts[1].replace("{id}", "nobodys"), new byte[0]);
            assertThat(foreign.statusCode()).as(route).isEqualTo(404);
            assertThat(foreign.body()).as(route).isEqualTo(none.body().replace("nobodys", "annas"));
        }
        assertThat(api.get(ApiUnderTest.JOBS).body()).doesNotContain("annas");
    }

    @Test
    void isServedAndReadableWithoutOtherHosts() throws Exception {
        HttpResponse<String> yaml = api.get("/openapi.yaml");
        assertThat(header(yaml, "Content-Type")).startsWith("application/yaml");
        assertThat(yaml.body()).startsWith("openapi: 3.1");

        HttpResponse<String> page = api.get("/docs");
        assertThat(header(page, "Content-Type")).startsWith("text/html");
        assertThat(header(page, "Content-Security-Policy")).contains("default-src 'none'");
        assertThat(page.body())
                .doesNotContain("http://")
                .doesNotContain("<script")
                .doesNotContain("src=");
        assertThat(operations()).allSatisfy(route -> assertThat(page.body()).contains(route));
    }

    @Test
    void hasExamplesThatAreTaken() throws Exception {
        JsonNode post =
                contract.path("paths").path(ApiUnderTest.JOBS).path("post").path("requestBody");
        JsonNode examples = post.path("content").path("application/json").path("examples");
        assertThat(examples).isNotEmpty();
        for (JsonNode example : examples) {
            byte[] body = example.path("value").toString().getBytes(UTF_8);
            HttpResponse<String> answer = api.ask("POST", ApiUnderTest.JOBS, body, "Content-Type", "application/json");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        }
    }

    @Test
    void refersToNothingThatIsNotThere() {
        List<String> missing = new ArrayList<>();
        contract.findValuesAsText("$ref").stream()
                .filter(ref -> contract.at(ref.substring(1)).isMissingNode())
                .forEach(missing::add);
        assertThat(contract.findValuesAsText("$ref")).isNotEmpty();
        assertThat(missing).isEmpty();
    }

    @Test
    void namesTheParametersOfTheListAsTheyAre() throws Exception {
        List<String> documented = contract.path("paths")
                .path(ApiUnderTest.JOBS)
                .path("get")
                .path("parameters")
                .findValuesAsText("name");
        assertThat(documented).containsExactlyElementsOf(Listing.PARAMETERS);
        assertThat(problem(api.get(ApiUnderTest.JOBS + "?page=2"))).isEqualTo("400 unknown_parameter");
    }

    private static Webhooks noWebhooks() {
        return new Webhooks() {
            @Override
            public List<Webhook> newest(int limit, Predicate<Webhook> wanted) {
                return List.of();
            }

            @Override
            public Optional<Webhook> find(String webhookId) {
                return Optional.empty();
            }

            @Override
            public void again(Webhook webhook) {
                throw new IllegalStateException("there is none");
            }
        };
    }

    private List<String> operations() {
        List<String> operations = new ArrayList<>();
        contract.path("paths").fields().forEachRemaining(path -> METHODS.stream()
                .filter(path.getValue()::has)
                .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }
}
