package io.scribestream.standalone.cli;

import io.scribestream.schemas.registry.RegistryServer;
import io.scribestream.standalone.KafkaUnderTest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Roles of a cluster, each in a process of its own, at one broker and one registry. */
record Roles(Path folder, KafkaUnderTest kafka, RegistryServer registry) {

    /** @param more settings, before those that all have */
    ScribeChild start(String role, String instance, Map<String, String> more) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("SCHEMA_REGISTRY_URL", registry.url().toString());
        environment.put("SCRIBE_INSTANCE_ID", instance);
        // Every word counts here, and in eight bits a sentence said twelve times may be taken for fewer: the engine
        // that is exact.
        environment.put("WHISPER_ENGINE", "whisper.cpp");
        environment.put("SCRIBE_JOB_PARTITIONS", KafkaUnderTest.PARTITIONS);
        environment.put("SCRIBE_AUDIO_PARTITIONS", KafkaUnderTest.PARTITIONS);
        environment.put("SCRIBE_HTTP_PORT", "0");
        environment.put(
                "SCRIBE_STATE_DIR",
                folder.resolve("state-" + role + "-" + instance).toString());
        environment.put("SCRIBE_CACHE_DIR", folder.resolve("cache").toString());
        environment.put("SCRIBE_UPLOAD_DIR", folder.resolve("uploads").toString());
        environment.put("SCRIBE_SPOOL_DIR", folder.resolve("spool").toString());
        environment.putAll(more);
        return ScribeChild.start(folder, environment, role);
    }
}
