package io.scribestream.testkit;

import java.text.Normalizer.Form;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * For English: beside what {@link BasicNormalizer} does, contractions and titles are written out, fillers dropped,
 * numbers written in digits and British spellings in American. The rules are those that OpenAI published Whisper's
 * error rates with.
 */
public final class EnglishNormalizer implements Normalizer {

    private static final Pattern FILLER = Pattern.compile("\\b(hmm|mm|mhm|mmm|uh|um)\\b");
    private static final Pattern SPACED_APOSTROPHE = Pattern.compile("\\s+'");
    private static final Pattern DIGIT_COMMA = Pattern.compile("(?<=\\d),(?=\\d)");
    private static final Pattern FULL_STOP = Pattern.compile("\\.(?!\\d)");
    private static final Pattern ACCENT = Pattern.compile("\\p{Mn}");
    private static final Pattern NO_LETTER = Pattern.compile("[\\p{M}\\p{S}\\p{P}&&[^.%$¢€£]]");
    private static final Pattern LONE_SIGN = Pattern.compile("[.$¢€£](?!\\d)|(?<!\\d)%");

    /** Whole words, in this order; before the endings. */
    private static final Map<Pattern, String> CONTRACTIONS = patterns(
            "\\b%s\\b",
            """
            won't=will not
            can't=can not
            let's=let us
            ain't=aint
            y'all=you all
            wanna=want to
            gotta=got to
            gonna=going to
            i'ma=i am going to
            imma=i am going to
            woulda=would have
            coulda=could have
            shoulda=should have
            ma'am=madam
            """);

    private static final Map<Pattern, String> TITLES = patterns(
            "\\b%s\\b",
            """
            mr=mister
            mrs=missus
            st=saint
            dr=doctor
            prof=professor
            capt=captain
            gov=governor
            ald=alderman
            gen=general
            sen=senator
            rep=representative
            pres=president
            rev=reverend
            hon=honorable
            asst=assistant
            assoc=associate
            lt=lieutenant
            col=colonel
            jr=junior
            sr=senior
            esq=esquire
            """);

    /** The perfect tenses come first: {@code 's} is "has" only before these. */
    private static final Map<Pattern, String> ENDINGS = patterns(
            "%s\\b",
            """
            'd been= had been
            's been= has been
            'd gone= had gone
            's gone= has gone
            'd done= had done
            's got= has got
            n't= not
            're= are
            's= is
            'd= would
            'll= will
            't= not
            've= have
            'm= am
            """);

    /** Letters that no decomposition turns into plain ones. */
    private static final Map<String, String> LETTERS =
            Map.of("œ", "oe", "ø", "o", "æ", "ae", "ß", "ss", "đ", "d", "ð", "d", "þ", "th", "ł", "l");

    private final EnglishNumbers numbers = new EnglishNumbers();
    private final AmericanSpelling spelling = AmericanSpelling.load();

    @Override
    public String normalize(String text) {
        String plain = BasicNormalizer.withoutBrackets(
                text.toLowerCase(Locale.ROOT).replace('’', '\'').replace('‘', '\''));
        plain = FILLER.matcher(plain).replaceAll("");
        plain = SPACED_APOSTROPHE.matcher(plain).replaceAll("'");
        plain = replaceAll(CONTRACTIONS, plain);
        plain = replaceAll(TITLES, plain);
        plain = replaceAll(ENDINGS, plain);
        plain = DIGIT_COMMA.matcher(plain).replaceAll("");
        plain = FULL_STOP.matcher(plain).replaceAll(" ");
        plain = NO_LETTER.matcher(withoutAccents(plain)).replaceAll(" ");
        plain = spelling.respell(numbers.inDigits(plain));
        return BasicNormalizer.squeeze(LONE_SIGN.matcher(plain).replaceAll(" "));
    }

    private static String withoutAccents(String text) {
        String plain =
                ACCENT.matcher(java.text.Normalizer.normalize(text, Form.NFKD)).replaceAll("");
        for (Map.Entry<String, String> letter : LETTERS.entrySet()) {
            plain = plain.replace(letter.getKey(), letter.getValue());
        }
        return plain;
    }

    private static String replaceAll(Map<Pattern, String> replacements, String text) {
        String replaced = text;
        for (Map.Entry<Pattern, String> entry : replacements.entrySet()) {
            replaced = entry.getKey().matcher(replaced).replaceAll(entry.getValue());
        }
        return replaced;
    }

    private static Map<Pattern, String> patterns(String form, String lines) {
        Map<Pattern, String> patterns = new LinkedHashMap<>();
        lines.lines().forEach(line -> {
            int equals = line.indexOf('=');
            patterns.put(Pattern.compile(form.formatted(line.substring(0, equals))), line.substring(equals + 1));
        });
        return patterns;
    }
}
