package io.scribestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.scribestream.runtime.Setting;
import io.scribestream.testkit.Repository;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentFilesTest {

    private static final Pattern OURS = Pattern.compile("SCRIBE_[A-Z0-9_]*[A-Z0-9]");

    @ParameterizedTest
    @ValueSource(strings = {"deploy/Dockerfile", "docker-compose.yml", "README.md"})
    void setNothingThatTheProgramWouldRefuse(String file) throws Exception {
        List<String> known = Arrays.stream(Setting.values()).map(Setting::name).toList();
        Set<String> named = OURS.matcher(Files.readString(Repository.file(file)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isSubsetOf(known);
    }
}
