package io.scribestream.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IssuedKeyTest {

    private final IssuedKey key = IssuedKey.issue(new SecureRandom());

    @Test
    void isFoundByItsIdAndMatchesItsHash() {
        assertThat(IssuedKey.idIn(key.text())).hasValue(key.id());
        assertThat(IssuedKey.matches(key.text(), key.hash())).isTrue();
        assertThat(key.hash()).hasSize(64).doesNotContain(key.text());
    }

    @Property(tries = 300)
    void matchesNothingThatDiffersInOneLetter(@ForAll @IntRange(max = 62) int at, @ForAll char letter) {
        String text = key.text();
        String other = text.substring(0, at) + letter + text.substring(at + 1);

        assertThat(IssuedKey.matches(other, key.hash())).isEqualTo(other.equals(text));
    }

    @Test
    void saysItsIdAndNothingElseWhereItIsPrinted() {
        assertThat(key).hasToString("key " + key.id());
    }

    @Test
    void isAnotherOneEveryTime() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(IssuedKey.issue(new SecureRandom()).id());
        }
        assertThat(ids).hasSize(1000);
    }

    @Test
    void findsNothingInWhatIsNoKey() {
        assertThat(IssuedKey.idIn("")).isEmpty();
        assertThat(IssuedKey.idIn("sk-abcdef")).isEmpty();
        assertThat(IssuedKey.idIn(key.text() + "x")).isEmpty();
        assertThat(IssuedKey.idIn(key.text() + "\n")).isEmpty();
    }

    @Test
    void matchesNoHashThatIsNone() {
        assertThat(IssuedKey.matches(key.text(), "")).isFalse();
        assertThat(IssuedKey.matches(key.text(), "not hexadecimal")).isFalse();
    }
}
