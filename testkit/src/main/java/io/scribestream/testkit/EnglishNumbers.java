package io.scribestream.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the numbers of an English text in digits: {@code twenty one} is 21, {@code one oh one} is 101, {@code nineteen
 * fifties} is 1950s, {@code two dollars and seventy cents} is $2.70. Only "one" stays a word: it is seldom a number.
 */
final class EnglishNumbers {

    private enum Kind {
        DIGIT_ZERO,
        ONES,
        TENS,
        MULTIPLIER
    }

    /** @param suffix what an ordinal or a plural ends with: {@code th}, {@code s} */
    private record NumberWord(Kind kind, long value, String suffix) {}

    private static final Map<String, NumberWord> WORDS = words();
    private static final Map<String, String> SIGNS =
            Map.of("minus", "-", "negative", "-", "plus", "+", "positive", "+");
    private static final Map<String, String> CURRENCIES = Map.of(
            "pound", "£", "pounds", "£", "euro", "€", "euros", "€", "dollar", "$", "dollars", "$", "cent", "¢", "cents",
            "¢");
    private static final String PREFIXES = "-+£€$¢";

    private static final Pattern DIGITS = Pattern.compile("\\d+(\\.\\d+)?");
    private static final Pattern FRACTION = Pattern.compile("\\d*\\.?\\d+");
    private static final BigInteger THOUSAND = BigInteger.valueOf(1000);
    private static final Pattern AND_A_HALF = Pattern.compile("\\b(\\w+) and a half\\b");
    private static final Pattern HALF_A =
            Pattern.compile("\\b(?:a half|half a|half) (hundred|thousand|million|billion|trillion)\\b");
    private static final Pattern LETTER_DIGIT = Pattern.compile("(?<=[a-z])(?=\\d)|(?<=\\d)(?=[a-z])");
    private static final Pattern PARTED_SUFFIX = Pattern.compile("(\\d)\\s+(st|nd|rd|th|s)\\b");
    private static final Pattern MONEY_AND_CENTS = Pattern.compile("([€£$])(\\d+) (?:and )?¢(\\d{1,2})\\b");
    private static final Pattern ONLY_CENTS = Pattern.compile("[€£$]0\\.(\\d{1,2})\\b");
    private static final Pattern LONE_ONE = Pattern.compile("(?<![\\d.,$€£¢+-])\\b1(s?)\\b(?![.%]\\d*)");

    String inDigits(String text) {
        String spaced = String.join(" ", text.strip().split("\\s+"));
        String prepared = AND_A_HALF
                .matcher(spaced)
                .replaceAll(m -> isNumber(m.group(1)) ? m.group(1) + " point five" : m.group());
        prepared = HALF_A.matcher(prepared).replaceAll("0.5 $1");
        prepared = LETTER_DIGIT.matcher(prepared).replaceAll(" ");
        prepared = PARTED_SUFFIX.matcher(prepared).replaceAll("$1$2");
        String written = String.join(" ", new Reader(prepared.split(" ")).read());
        written = MONEY_AND_CENTS
                .matcher(written)
                .replaceAll(m -> Matcher.quoteReplacement(
                        m.group(1) + m.group(2) + (m.group(3).length() == 1 ? ".0" : ".") + m.group(3)));
        written = ONLY_CENTS.matcher(written).replaceAll(m -> "¢" + Integer.parseInt(m.group(1)));
        return LONE_ONE.matcher(written).replaceAll("one$1");
    }

    private static boolean isNumber(@Nullable String word) {
        return word != null && (WORDS.containsKey(word) || DIGITS.matcher(word).matches());
    }

    /** One pass over the words of a text. */
    private static final class Reader {

        private final String[] words;
        private final List<String> read = new ArrayList<>();
        private final Spoken number = new Spoken();

        Reader(String[] words) {
            this.words = words;
        }

        List<String> read() {
            for (int i = 0; i < words.length; i++) {
                i += step(i);
            }
            flush();
            return read;
        }

        /** Reads one word; returns how many of the next ones it took with it. */
        private int step(int i) {
            String word = words[i];
            String next = i + 1 < words.length ? words[i + 1] : null;
            String doubled = word.equals("double") || word.equals("triple") ? digit(next) : null;
            NumberWord spoken = WORDS.get(word);
            String bare = !word.isEmpty() && PREFIXES.indexOf(word.charAt(0)) >= 0 ? word.substring(1) : word;
            if (DIGITS.matcher(bare).matches()) {
                if (!number.endsWithPoint()) {
                    flush();
                }
                number.digits(bare, word.substring(0, word.length() - bare.length()));
            } else if (spoken != null) {
                say(spoken, i == 0 ? null : WORDS.get(words[i - 1]));
            } else if (SIGNS.containsKey(word) && isNumber(next)) {
                flush();
                number.prefix(SIGNS.get(word));
            } else if (CURRENCIES.containsKey(word) && number.isOpen()) {
                number.prefix(CURRENCIES.get(word));
                flush();
            } else if (number.isOpen() && word.equals("percent")) {
                read.add(number.take("%"));
            } else if (number.isOpen() && word.equals("per") && "cent".equals(next)) {
                read.add(number.take("%"));
                return 1;
            } else if (word.equals("and") && isNumber(next) && i > 0 && isMultiplier(words[i - 1])) {
                return 0;
            } else if (doubled != null) {
                number.append(doubled.repeat(word.equals("double") ? 2 : 3));
                return 1;
            } else if (word.equals("point") && isNumber(next)) {
                number.append(".");
            } else {
                flush();
                read.add(word);
            }
            return 0;
        }

        private void say(NumberWord spoken, @Nullable NumberWord before) {
            if (spoken.kind() == Kind.MULTIPLIER) {
                if (!number.multiply(spoken.value())) {
                    flush();
                    number.multiply(spoken.value());
                }
            } else {
                number.add(spoken, before);
            }
            if (!spoken.suffix().isEmpty()) {
                read.add(number.take(spoken.suffix()));
            }
        }

        private void flush() {
            if (number.isOpen()) {
                read.add(number.take(""));
            }
        }

        private static boolean isMultiplier(String word) {
            NumberWord spoken = WORDS.get(word);
            return spoken != null
                    && spoken.kind() == Kind.MULTIPLIER
                    && spoken.suffix().isEmpty();
        }

        private static @Nullable String digit(@Nullable String word) {
            NumberWord spoken = word == null ? null : WORDS.get(word);
            if (spoken == null || spoken.value() > 9 || !spoken.suffix().isEmpty()) {
                return null;
            }
            return Long.toString(spoken.value());
        }
    }

    /** The number being spoken: a sum as long as it can be one, from then on a row of digits ("nineteen ninety"). */
    private static final class Spoken {

        private String digits = "";
        private String prefix = "";
        private boolean sum;

        boolean isOpen() {
            return !digits.isEmpty();
        }

        boolean endsWithPoint() {
            return digits.endsWith(".");
        }

        void prefix(String sign) {
            prefix = sign;
        }

        void digits(String written, String sign) {
            prefix = sign.isEmpty() ? prefix : sign;
            sum = digits.isEmpty() && !written.contains(".");
            digits += written;
        }

        void append(String more) {
            digits += more;
            sum = false;
        }

        void add(NumberWord spoken, @Nullable NumberWord before) {
            long value = spoken.value();
            Kind last = before == null ? null : before.kind();
            if (spoken.kind() == Kind.DIGIT_ZERO) {
                append("0");
            } else if (!isOpen()) {
                digits = Long.toString(value);
                sum = true;
            } else if (sum
                    && last != Kind.ONES
                    && new BigInteger(digits).mod(room(value)).signum() == 0) {
                digits = new BigInteger(digits).add(BigInteger.valueOf(value)).toString();
            } else if (last == Kind.TENS && value < 10 && digits.endsWith("0")) {
                digits = digits.substring(0, digits.length() - 1) + value;
                sum = false;
            } else {
                append(Long.toString(value));
            }
        }

        /** What a number must be a multiple of to take this one in: "twenty" takes "one", not "eleven". */
        private static BigInteger room(long value) {
            return BigInteger.valueOf(value < 10 ? 10 : 100);
        }

        /** Multiplies what was said since the last thousand; false if that would leave a fraction. */
        boolean multiply(long by) {
            if (!isOpen()) {
                digits = Long.toString(by);
                sum = true;
                return true;
            }
            if (sum) {
                BigInteger[] parts = new BigInteger(digits).divideAndRemainder(THOUSAND);
                digits = parts[0].multiply(THOUSAND)
                        .add(parts[1].multiply(BigInteger.valueOf(by)))
                        .toString();
                return true;
            }
            if (!FRACTION.matcher(digits).matches()) {
                return false;
            }
            BigDecimal product =
                    new BigDecimal(digits).multiply(BigDecimal.valueOf(by)).stripTrailingZeros();
            if (product.scale() > 0) {
                return false;
            }
            digits = product.toPlainString();
            sum = true;
            return true;
        }

        String take(String suffix) {
            String written = prefix + digits + suffix;
            digits = "";
            prefix = "";
            sum = false;
            return written;
        }
    }

    private static Map<String, NumberWord> words() {
        Map<String, NumberWord> words = new HashMap<>();
        for (String zero : List.of("o", "oh", "zero")) {
            words.put(zero, new NumberWord(Kind.DIGIT_ZERO, 0, ""));
        }
        List<String> ones = Arrays.asList(("one two three four five six seven eight nine ten eleven twelve thirteen "
                        + "fourteen fifteen sixteen seventeen eighteen nineteen")
                .split(" "));
        for (int i = 0; i < ones.size(); i++) {
            String one = ones.get(i);
            words.put(one, new NumberWord(Kind.ONES, i + 1, ""));
            words.put(one.equals("six") ? "sixes" : one + "s", new NumberWord(Kind.ONES, i + 1, "s"));
            words.put(one + (one.endsWith("t") ? "h" : "th"), new NumberWord(Kind.ONES, i + 1, "th"));
        }
        words.put("first", new NumberWord(Kind.ONES, 1, "st"));
        words.put("second", new NumberWord(Kind.ONES, 2, "nd"));
        words.put("third", new NumberWord(Kind.ONES, 3, "rd"));
        words.put("fifth", new NumberWord(Kind.ONES, 5, "th"));
        words.put("ninth", new NumberWord(Kind.ONES, 9, "th"));
        words.put("twelfth", new NumberWord(Kind.ONES, 12, "th"));
        List<String> tens = List.of("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet");
        for (int i = 0; i < tens.size(); i++) {
            long value = 10L * (i + 2);
            words.put(tens.get(i) + "y", new NumberWord(Kind.TENS, value, ""));
            words.put(tens.get(i) + "ies", new NumberWord(Kind.TENS, value, "s"));
            words.put(tens.get(i) + "ieth", new NumberWord(Kind.TENS, value, "th"));
        }
        Map<String, Long> multipliers = Map.of(
                "hundred",
                100L,
                "thousand",
                1_000L,
                "million",
                1_000_000L,
                "billion",
                1_000_000_000L,
                "trillion",
                1_000_000_000_000L);
        multipliers.forEach((name, value) -> {
            words.put(name, new NumberWord(Kind.MULTIPLIER, value, ""));
            words.put(name + "s", new NumberWord(Kind.MULTIPLIER, value, "s"));
            words.put(name + "th", new NumberWord(Kind.MULTIPLIER, value, "th"));
        });
        return Map.copyOf(words);
    }
}
