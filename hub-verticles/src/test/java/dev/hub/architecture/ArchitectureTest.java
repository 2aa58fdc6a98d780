package dev.hub.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.vertx.core.Verticle;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of the architecture that the compiler cannot check. Seen from the one module that sees all others. */
class ArchitectureTest {
    private static final JavaClasses HUB = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.hub");

    @Test
    void layersPointDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.hub..")
                .layer("verticles")
                .definedBy("dev.hub.verticles..")
                .layer("websocket")
                .definedBy("dev.hub.websocket..")
                .layer("core")
                .definedBy("dev.hub.core..")
                .whereLayer("verticles")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("websocket")
                .mayOnlyBeAccessedByLayers("verticles")
                .check(HUB);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.hub.(**)").should().beFreeOfCycles().check(HUB);
    }

    @Test
    void onlyTheLaunchSeesTheSockets() {
        noClasses()
                .that()
                .resideInAPackage("dev.hub.verticles..")
                .and()
                .resideOutsideOfPackage("dev.hub.verticles.launch..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.hub.websocket..")
                .check(HUB);
    }

    @Test
    void onlyTheEntryAndItsSettingsLeaveTheWebsocketModule() {
        noClasses()
                .that()
                .resideInAPackage("dev.hub.verticles..")
                .should()
                .dependOnClassesThat(are(resideInAPackage("dev.hub.websocket.*.."))
                        .and(DescribedPredicate.not(are(assignableTo(Record.class)))))
                .check(HUB);
    }

    @Test
    void coreSpeaksNoHttp() {
        noClasses()
                .that()
                .resideInAPackage("dev.hub.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.core.http..", "io.vertx.ext.web..")
                .check(HUB);
    }

    @Test
    void onlyTheValkeyPackageSpeaksToValkey() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.hub.core.valkey..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.redis.client.impl..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.vertx.redis.client.Redis")
                .check(HUB);
    }

    @Test
    void valuesKnowNoVertx() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.hub.core.channel..", "dev.hub.core.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(HUB);
    }

    @Test
    void verticlesAreNamedAndFinal() {
        classes()
                .that()
                .areAssignableTo(VerticleBase.class)
                .or()
                .areAssignableTo(Verticle.class)
                .should()
                .haveSimpleNameEndingWith("Verticle")
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .check(HUB);
    }

    /** The launch starts before there is an event loop; the private server is watched by a thread of its own. */
    @Test
    void nobodyBlocksTheEventLoop() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.hub.verticles.launch..")
                .and()
                .haveNameNotMatching("dev\\.hub\\.core\\.valkey\\.(PrivateServer|Preflight|ServerBinary).*")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(io.vertx.core.Future.class, "await")
                .orShould()
                .callMethod(java.util.concurrent.CompletableFuture.class, "join")
                .orShould()
                .callMethod(java.util.concurrent.CompletableFuture.class, "get")
                .check(HUB);
    }

    @Test
    void nobodyReadsTheWallClock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(HUB);
    }

    @Test
    void staticFieldsAreFinal() {
        fields().that().areStatic().should().beFinal().check(HUB);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(HUB.stream()
                        .map(JavaClass::getPackage)
                        .distinct()
                        .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                        .filter(each -> !each.getClasses().isEmpty()))
                .isEmpty();
    }

    @Test
    void packagesAreConcepts() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..model..", "..service..", "..impl..")
                .check(HUB);
    }
}
