package io.scribestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnglishNormalizerTest {

    private final EnglishNormalizer english = new EnglishNormalizer();

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    two | 2
                    one | one
                    thirty one | 31
                    twenty-one | 21
                    one oh one | 101
                    five five | 55
                    five twenty four | 524
                    nineteen ninety nine | 1999
                    twenty nineteen | 2019
                    two double o eight | 2008
                    nine one one | 911
                    double oh seven | 007
                    one triple oh one | 10001
                    three thousand twenty nine | 3029
                    forty three thousand two hundred and sixty | 43260
                    two point five million | 2500000
                    three and a half million | 3500000
                    half a million | 500000
                    200 thousand dollars | $200000
                    $20 million | $20000000
                    €52.4 million | €52400000
                    nineteen fifties | 1950s
                    thirty first | 31st
                    twentieth century | 20th century
                    july third twenty twenty | july 3rd 2020
                    thirty two thousandth | 32000th
                    3 14 | 3 14
                    3.14 | 3.14
                    three point one four | 3.14
                    fourteen point 4 | 14.4
                    two point two five dollars | $2.25
                    two dollars and seventy cents | $2.70
                    3 cents | ¢3
                    $0.36 | ¢36
                    ninety percent | 90%
                    seventy six per cent | 76%
                    minus 500 | -500
                    10 th | 10th
                    b747 | b 747
                    1,234 | 1234
                    twelve and thirteen | 12 and 13
                    """)
    void writesNumbersInDigits(String said, String written) {
        assertThat(english.normalize(said)).isEqualTo(written);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    Let's | let us
                    he's like | he is like
                    she's been like | she has been like
                    I won’t, I can't! | i will not i can not
                    they'd gone, they'd go | they had gone they would go
                    Mr. Park visited Assoc. Prof. Kim Jr. | mister park visited associate professor kim junior
                    10km | 10 km
                    RC232 | rc 232
                    um, the [noise] uh cat (laughs) | the cat
                    café naïve œuvre | cafe naive oeuvre
                    The colour of mobilisation, my neighbour | the color of mobilization my neighbor
                    cancelation | cancellation
                    whole-number ratio 3:2 | whole number ratio 3 2
                    $ and 5 % | and 5
                    end. | end
                    """)
    void writesTheSameWordsTheSameWay(String said, String written) {
        assertThat(english.normalize(said)).isEqualTo(written);
    }

    @Property(tries = 300)
    void takesAnyRowOfNumberWords(@ForAll @Size(max = 8) List<@From("numberWords") String> words) {
        String once = english.normalize(String.join(" ", words));

        assertThat(once).doesNotContain("hundred").doesNotContain("  ");
    }

    @Provide
    Arbitrary<String> numberWords() {
        return Arbitraries.of(("one nine twelve twenty ninety oh hundred hundreds million third point and double minus "
                        + "dollars cents per cent percent 3 3.5 $20 123456789012345678901234567890 half a")
                .split(" "));
    }
}
