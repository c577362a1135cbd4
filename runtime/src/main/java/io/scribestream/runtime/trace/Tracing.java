package io.scribestream.runtime.trace;

import io.scribestream.runtime.ConfigException;
import io.scribestream.runtime.Env;
import io.scribestream.runtime.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends the spans of this process to a collector, from its start until it is closed. */
public final class Tracing implements AutoCloseable {

    private final AutoCloseable sink;

    private Tracing(AutoCloseable sink) {
        this.sink = sink;
    }

    /**
     * Does nothing where no endpoint is set. What else OpenTelemetry's variables say ({@code OTEL_EXPORTER_OTLP_HEADERS},
     * {@code OTEL_TRACES_SAMPLER}, {@code OTEL_RESOURCE_ATTRIBUTES} and so on) holds as it is specified there.
     *
     * @param service what the process calls itself where {@code OTEL_SERVICE_NAME} does not
     * @throws ConfigException if one of them is wrong
     */
    public static Tracing start(Env env, String service, String version) {
        Map<String, String> settings = new HashMap<>();
        env.optionalText(Setting.OTEL_EXPORTER_OTLP_ENDPOINT)
                .ifPresent(text -> settings.put("otel.exporter.otlp.endpoint", text));
        env.optionalText(Setting.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
                .ifPresent(text -> settings.put("otel.exporter.otlp.traces.endpoint", text));
        if (settings.isEmpty()) {
            return new Tracing(() -> {});
        }
        for (Setting setting :
                List.of(Setting.OTEL_EXPORTER_OTLP_ENDPOINT, Setting.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)) {
            if (env.isSet(setting)) {
                env.uri(setting);
            }
        }
        settings.put("otel.service.name", service);
        settings.put("otel.resource.attributes", "service.version=" + version);
        OtlpSink sink = OtlpSink.open(settings);
        Traces.sendTo(sink);
        return new Tracing(sink);
    }

    /** Sends what is left, and waits some seconds for that at most. */
    @Override
    public void close() {
        Traces.sendTo(null);
        try {
            sink.close();
        } catch (Exception e) {
            throw new IllegalStateException("the exporter of spans does not end", e);
        }
    }
}
