package io.scribestream.runtime.trace;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.scribestream.runtime.ConfigException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's SDK: samples as the trace says, sends in batches over OTLP, and never holds work up. Thread-safe. */
final class OtlpSink implements Traces.Sink, AutoCloseable {

    private static final String SCOPE = "io.scribestream";
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    /** The only way of OTLP that is built in: that of JDK's own HTTP client. */
    private static final String PROTOCOL = "http/protobuf";

    private static final Map<String, String> DEFAULTS = Map.of("otel.exporter.otlp.protocol", PROTOCOL);

    /** Counts and log lines are told in other ways. */
    private static final Map<String, String> ALWAYS =
            Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none", "otel.traces.exporter", "otlp");

    private static final TextMapGetter<Trace> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Trace trace) {
            return List.of(Trace.PARENT, Trace.STATE);
        }

        @Override
        public @Nullable String get(@Nullable Trace trace, String key) {
            if (trace == null || trace.isNone()) {
                return null;
            }
            return key.equals(Trace.PARENT) ? trace.parent() : key.equals(Trace.STATE) ? trace.state() : null;
        }
    };

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    private OtlpSink(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer(SCOPE);
    }

    /**
     * @param settings by OpenTelemetry's names of properties; its environment variables are above them
     * @throws ConfigException if a setting is wrong
     */
    static OtlpSink open(Map<String, String> settings) {
        Map<String, String> supplied = new HashMap<>(DEFAULTS);
        supplied.putAll(settings);
        try {
            return new OtlpSink(AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> supplied)
                    .addPropertiesCustomizer(OtlpSink::checked)
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk());
        } catch (ConfigurationException e) {
            throw new ConfigException("a setting of OpenTelemetry is wrong: " + e.getMessage());
        }
    }

    private static Map<String, String> checked(ConfigProperties properties) {
        for (String name : List.of("otel.exporter.otlp.traces.protocol", "otel.exporter.otlp.protocol")) {
            @Nullable String protocol = properties.getString(name);
            if (protocol != null && !protocol.equals(PROTOCOL)) {
                throw new ConfigurationException(name.replace('.', '_').toUpperCase(Locale.ROOT) + " is '" + protocol
                        + "', but has to be " + PROTOCOL);
            }
        }
        return ALWAYS;
    }

    @Override
    public Trace record(Span span) {
        io.opentelemetry.api.trace.Span told = begun(span.parent(), span.kind(), span.name(), span.began());
        end(told, span);
        return trace(told.getSpanContext());
    }

    @Override
    public Traces.Open begin(Trace parent, Instant began) {
        io.opentelemetry.api.trace.Span told = begun(parent, Span.Kind.SERVER, "request", began);
        Trace trace = trace(told.getSpanContext());
        return new Traces.Open() {
            @Override
            public Trace trace() {
                return trace;
            }

            @Override
            public void end(Span done) {
                told.updateName(done.name());
                OtlpSink.end(told, done);
            }
        };
    }

    private io.opentelemetry.api.trace.Span begun(Trace parent, Span.Kind kind, String name, Instant began) {
        SpanBuilder builder = tracer.spanBuilder(name)
                .setSpanKind(SpanKind.valueOf(kind.name()))
                .setStartTimestamp(began);
        Context context = W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, GETTER);
        return builder.setParent(context).startSpan();
    }

    private static void end(io.opentelemetry.api.trace.Span told, Span span) {
        span.attributes().forEach(told::setAttribute);
        if (!span.failure().isEmpty()) {
            told.setStatus(StatusCode.ERROR, span.failure());
        }
        told.end(span.ended());
    }

    private static Trace trace(SpanContext span) {
        Map<String, String> headers = new HashMap<>();
        W3CTraceContextPropagator.getInstance()
                .inject(
                        Context.root().with(io.opentelemetry.api.trace.Span.wrap(span)),
                        headers,
                        (carrier, key, value) -> {
                            if (carrier != null) {
                                carrier.put(key, value);
                            }
                        });
        return Trace.of(headers.get(Trace.PARENT), headers.get(Trace.STATE));
    }

    @Override
    public void close() {
        sdk.shutdown().join(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
