package io.scribestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.scribestream.runtime.Setting;
import io.scribestream.testkit.Repository;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The manifests against Kubernetes' own types, and against each other. */
class KubernetesFilesTest {

    private static final Path FOLDER = Repository.file("deploy/kubernetes");
    private static final List<String> ROLES = List.of("ingest-api", "chunker", "transcriber", "merger", "notifier");
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "ConfigMap", ConfigMap.class,
            "PersistentVolumeClaim", PersistentVolumeClaim.class,
            "Service", Service.class,
            "StatefulSet", StatefulSet.class,
            "PodDisruptionBudget", PodDisruptionBudget.class);

    /** Refuses fields that Kubernetes does not know, which its types would keep aside. */
    private final ObjectMapper strict = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private final List<HasMetadata> all = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        Yaml yaml = new Yaml();
        Map<String, List<String>> kustomization = yaml.load(Files.readString(FOLDER.resolve("kustomization.yaml")));
        for (String file : kustomization.getOrDefault("resources", List.of())) {
            try (Reader reader = Files.newBufferedReader(FOLDER.resolve(file))) {
                for (Object document : yaml.loadAll(reader)) {
                    Map<?, ?> fields = (Map<?, ?>) document;
                    assertThat(KINDS).containsKey(String.valueOf(fields.get("kind")));
                    all.add(strict.convertValue(fields, KINDS.get(fields.get("kind"))));
                }
            }
        }
    }

    @Test
    void runEveryRoleOnceWithItsServiceAndItsBudget() {
        assertThat(of(StatefulSet.class))
                .extracting(KubernetesFilesTest::name)
                .containsExactlyInAnyOrderElementsOf(ROLES);
        for (StatefulSet role : of(StatefulSet.class)) {
            Map<String, String> labels =
                    role.getSpec().getTemplate().getMetadata().getLabels();
            assertThat(role.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
            assertThat(container(role).getArgs()).containsExactly(name(role));
            assertThat(of(PodDisruptionBudget.class))
                    .filteredOn(budget ->
                            budget.getSpec().getSelector().getMatchLabels().equals(labels))
                    .hasSize(1);
            assertThat(of(Service.class))
                    .filteredOn(service -> name(service).equals(role.getSpec().getServiceName()))
                    .singleElement()
                    .satisfies(service ->
                            assertThat(service.getSpec().getSelector()).isEqualTo(labels));
        }
    }

    @Test
    void giveEveryInstanceANameOfItsOwnThatStaysTheSame() {
        for (StatefulSet role : of(StatefulSet.class)) {
            assertThat(container(role).getEnv())
                    .filteredOn(variable -> variable.getName().equals(Setting.SCRIBE_INSTANCE_ID.name()))
                    .singleElement()
                    .satisfies(variable -> assertThat(
                                    variable.getValueFrom().getFieldRef().getFieldPath())
                            .isEqualTo("metadata.name"));
        }
    }

    @Test
    void askAtPortsAndMountVolumesThatThereAre() {
        for (StatefulSet role : of(StatefulSet.class)) {
            PodSpec pod = role.getSpec().getTemplate().getSpec();
            Container container = container(role);
            List<String> ports =
                    container.getPorts().stream().map(ContainerPort::getName).toList();
            assertThat(Stream.of(
                                    container.getStartupProbe(),
                                    container.getLivenessProbe(),
                                    container.getReadinessProbe())
                            .map(Probe::getHttpGet)
                            .map(get -> get.getPort().getStrVal()))
                    .isSubsetOf(ports);
            List<String> volumes = Stream.concat(
                            pod.getVolumes().stream().map(Volume::getName),
                            role.getSpec().getVolumeClaimTemplates().stream().map(KubernetesFilesTest::name))
                    .toList();
            assertThat(container.getVolumeMounts())
                    .extracting(VolumeMount::getName)
                    .hasSameElementsAs(volumes);
            assertThat(pod.getVolumes())
                    .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
                    .extracting(volume -> volume.getPersistentVolumeClaim().getClaimName())
                    .isSubsetOf(of(PersistentVolumeClaim.class).stream()
                            .map(KubernetesFilesTest::name)
                            .toList());
        }
    }

    @Test
    void setNothingThatTheProgramDoesNotKnow() {
        List<String> known = Arrays.stream(Setting.values()).map(Setting::name).toList();
        assertThat(of(ConfigMap.class))
                .singleElement()
                .satisfies(settings -> assertThat(settings.getData().keySet()).isSubsetOf(known));
        for (StatefulSet role : of(StatefulSet.class)) {
            assertThat(container(role).getEnv()).extracting(EnvVar::getName).isSubsetOf(known);
            assertThat(container(role).getEnvFrom())
                    .filteredOn(from -> from.getConfigMapRef() != null)
                    .extracting(from -> from.getConfigMapRef().getName())
                    .containsExactly(name(of(ConfigMap.class).get(0)));
        }
    }

    @Test
    void giveTheSecretsOfWebhooksToWhoeverSignsAndToWhoeverTakesSuchJobs() {
        for (StatefulSet role : of(StatefulSet.class)) {
            assertThat(container(role).getEnvFrom())
                    .as(name(role))
                    .filteredOn(from -> from.getSecretRef() != null)
                    .extracting(from -> from.getSecretRef().getName())
                    .hasSize(List.of("ingest-api", "notifier").contains(name(role)) ? 1 : 0)
                    .allMatch("scribestream-webhooks"::equals);
        }
    }

    private <T extends HasMetadata> List<T> of(Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static String name(HasMetadata one) {
        return one.getMetadata().getName();
    }

    private static Container container(StatefulSet role) {
        List<Container> containers = role.getSpec().getTemplate().getSpec().getContainers();
        assertThat(containers).hasSize(1);
        return containers.get(0);
    }
}
