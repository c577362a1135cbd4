package io.scribestream.merger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.scribestream.merger", importOptions = ImportOption.DoNotIncludeTests.class)
class LayerRulesTest {

    @ArchTest
    static final ArchRule MERGING_KNOWS_ONLY_RECORDS_AND_THE_JDK = classes()
            .that()
            .resideInAPackage("io.scribestream.merger.assembly")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "io.scribestream.merger.assembly",
                    "io.scribestream.merger.state",
                    "io.scribestream.schemas.avro");
}
