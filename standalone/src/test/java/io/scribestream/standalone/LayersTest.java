package io.scribestream.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.scribestream.chunker.MeetsTheMerger;
import io.scribestream.merger.MergerFlow;
import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.runtime.UnavailableException;
import org.junit.jupiter.api.Test;

/** What may know what. */
@AnalyzeClasses(packages = "io.scribestream", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    private static final String[] HEARING = {
        "io.scribestream.transcriber.engine.onnx.decode",
        "io.scribestream.transcriber.engine.onnx.features",
        "io.scribestream.transcriber.engine.onnx.model",
        "io.scribestream.transcriber.engine.onnx.text",
        "io.scribestream.transcriber.engine.onnx.words"
    };

    @ArchTest
    static final ArchRule rolesMeetOnlyOnTopics = slices().matching(
                    "io.scribestream.(chunker|transcriber|merger|notifier|ingest)..")
            .should()
            .notDependOnEachOther();

    @Test
    void rolesThatMeetAreFound() {
        JavaClasses planted = new ClassFileImporter().importClasses(MeetsTheMerger.class, MergerFlow.class);

        assertThat(rolesMeetOnlyOnTopics.evaluate(planted).getFailureReport().getDetails())
                .singleElement(STRING)
                .contains(MeetsTheMerger.class.getName(), MergerFlow.class.getName());
    }

    @ArchTest
    static final ArchRule theRuntimeKnowsNoRole = noClasses()
            .that()
            .resideInAPackage("io.scribestream.runtime..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.scribestream..")
                    .and(not(resideInAnyPackage("io.scribestream.runtime..", "io.scribestream.schemas.."))));

    @ArchTest
    static final ArchRule nothingKnowsTheSingleJvm = noClasses()
            .that()
            .resideOutsideOfPackages("io.scribestream.standalone..", "io.scribestream.benchmarks..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.scribestream.standalone..");

    @ArchTest
    static final ArchRule schemasAreAtTheBottom = noClasses()
            .that()
            .resideInAPackage("io.scribestream.schemas..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.scribestream..").and(not(resideInAPackage("io.scribestream.schemas.."))));

    @ArchTest
    static final ArchRule decisionsKnowNoMachinery = classes()
            .that()
            .resideInAnyPackage(
                    "..chunker.cut..",
                    "..merger.assembly..",
                    "..notifier.deciding..",
                    "..transcriber.quality..",
                    "..transcriber.deadline..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "javax.crypto..", // signatures
                    "org.jspecify..",
                    "io.scribestream.schemas",
                    "io.scribestream.schemas.avro",
                    "io.scribestream.merger.state", // records of the stores
                    "io.scribestream.notifier.state",
                    "io.scribestream.transcriber.engine", // the port's values
                    "io.scribestream.transcriber.engine.words", // what a word is
                    "..chunker.cut..",
                    "..merger.assembly..",
                    "..notifier.deciding..",
                    "..transcriber.deadline..",
                    "..transcriber.quality.."));

    /** What the fast engine computes and decides, as against what it runs and reads. */
    @ArchTest
    static final ArchRule hearingKnowsNoMachinery = classes()
            .that()
            .resideInAnyPackage(HEARING)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(HEARING)
                    .or(resideInAnyPackage(
                            "java..",
                            "org.jspecify..",
                            "org.slf4j..", // a step that failed is said
                            "io.scribestream.schemas",
                            "io.scribestream.transcriber.quality",
                            "io.scribestream.transcriber.engine", // the port's values
                            "io.scribestream.transcriber.engine.words",
                            "io.scribestream.transcriber.engine.ggml")) // the model's tables
                    .or(belongToAnyOf(UnavailableException.class, EnvironmentException.class, Lack.class)));

    @ArchTest
    static final ArchRule renderersKnowOnlyRecords = classes()
            .that()
            .resideInAPackage("io.scribestream.renderers..")
            .and()
            .doNotHaveSimpleName("JsonRenderer")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.jspecify..", "io.scribestream.renderers..", "io.scribestream.schemas.avro");

    @ArchTest
    static final ArchRule jsonIsRenderedWithOneLibrary = classes()
            .that()
            .haveSimpleName("JsonRenderer")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "io.scribestream.renderers..",
                    "io.scribestream.schemas.avro",
                    "com.fasterxml.jackson.core..");

    @ArchTest
    static final ArchRule kafkaServerIsEmbeddedInOnePlace = only(
            "io.scribestream.standalone.embedded..",
            "kafka..",
            "org.apache.kafka.metadata..",
            "org.apache.kafka.server..");

    @ArchTest
    static final ArchRule nativeEngineIsCalledFromOnePlace =
            only("io.scribestream.transcriber.engine.whispercpp..", "com.sun.jna..");

    @ArchTest
    static final ArchRule ffmpegIsCalledFromOnePlace = only("io.scribestream.chunker.decode..", "org.bytedeco..");

    @ArchTest
    static final ArchRule onnxRuntimeIsCalledWhereItsModelsRun = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.scribestream.chunker.vad..",
                    "io.scribestream.transcriber.engine.onnx",
                    "io.scribestream.transcriber.engine.onnx.session..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule httpIsServedFromOnePlace = only("io.scribestream.ingest..", "io.javalin..");

    @ArchTest
    static final ArchRule redisIsAskedFromOnePlace = only("io.scribestream.ingest.limits..", "redis.clients..");

    @ArchTest
    static final ArchRule objectStoresAreAskedWhereObjectsAreKeptAndFetched = noClasses()
            .that()
            .resideOutsideOfPackages("io.scribestream.objects..", "io.scribestream.chunker.fetch.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..");

    @ArchTest
    static final ArchRule theCommandLineIsReadInOnePlace =
            only("io.scribestream.standalone.cli..", "picocli..", "me.tongfei..");

    @ArchTest
    static final ArchRule breakersAreMadeInOnePlace =
            only("io.scribestream.runtime..", "io.github.resilience4j.circuitbreaker..");

    @ArchTest
    static final ArchRule rocksDbIsTunedInOnePlace = only("io.scribestream.runtime..", "org.rocksdb..");

    private static ArchRule only(String place, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(place)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }
}
