package io.scribestream.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what. */
@AnalyzeClasses(packages = "io.scribestream", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule rolesMeetOnlyOnTopics = slices().matching(
                    "io.scribestream.(chunker|transcriber|merger|ingest)..")
            .should()
            .notDependOnEachOther();

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
            .resideInAnyPackage("..chunker.cut..", "..merger.assembly..", "..transcriber.quality..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "io.scribestream.schemas",
                    "io.scribestream.schemas.avro",
                    "io.scribestream.merger.state", // records of the stores
                    "io.scribestream.transcriber.engine", // the port's values
                    "io.scribestream.transcriber.engine.words", // what a word is
                    "..chunker.cut..",
                    "..merger.assembly..",
                    "..transcriber.quality.."));

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

    private static ArchRule only(String place, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(place)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }
}
