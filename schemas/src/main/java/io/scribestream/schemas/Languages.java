package io.scribestream.schemas;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The languages that Whisper hears, by its own codes, and the two words that leave the choice to us. */
public final class Languages {

    /** Found once per job, from its first speech. */
    public static final String AUTO = "auto";

    /** Found anew for every chunk, for recordings that change their language. */
    public static final String MULTI = "multi";

    /** In the order of Whisper's tokens: the place in this list is the language's number inside a model. */
    private static final Map<String, String> NAMES = parse(
            """
            en English
            zh Chinese
            de German
            es Spanish
            ru Russian
            ko Korean
            fr French
            ja Japanese
            pt Portuguese
            tr Turkish
            pl Polish
            ca Catalan
            nl Dutch
            ar Arabic
            sv Swedish
            it Italian
            id Indonesian
            hi Hindi
            fi Finnish
            vi Vietnamese
            he Hebrew
            uk Ukrainian
            el Greek
            ms Malay
            cs Czech
            ro Romanian
            da Danish
            hu Hungarian
            ta Tamil
            no Norwegian
            th Thai
            ur Urdu
            hr Croatian
            bg Bulgarian
            lt Lithuanian
            la Latin
            mi Maori
            ml Malayalam
            cy Welsh
            sk Slovak
            te Telugu
            fa Persian
            lv Latvian
            bn Bengali
            sr Serbian
            az Azerbaijani
            sl Slovenian
            kn Kannada
            et Estonian
            mk Macedonian
            br Breton
            eu Basque
            is Icelandic
            hy Armenian
            ne Nepali
            mn Mongolian
            bs Bosnian
            kk Kazakh
            sq Albanian
            sw Swahili
            gl Galician
            mr Marathi
            pa Punjabi
            si Sinhala
            km Khmer
            sn Shona
            yo Yoruba
            so Somali
            af Afrikaans
            oc Occitan
            ka Georgian
            be Belarusian
            tg Tajik
            sd Sindhi
            gu Gujarati
            am Amharic
            yi Yiddish
            lo Lao
            uz Uzbek
            fo Faroese
            ht Haitian Creole
            ps Pashto
            tk Turkmen
            nn Nynorsk
            mt Maltese
            sa Sanskrit
            lb Luxembourgish
            my Myanmar
            bo Tibetan
            tl Tagalog
            mg Malagasy
            as Assamese
            tt Tatar
            haw Hawaiian
            ln Lingala
            ha Hausa
            ba Bashkir
            jw Javanese
            su Sundanese
            yue Cantonese
            """);

    private static final List<String> CHOICES =
            Stream.concat(NAMES.keySet().stream(), Stream.of(AUTO, MULTI)).toList();

    private static final Pattern REGION = Pattern.compile("[-_]");

    /** All codes in the order of Whisper's tokens; yue, the last, is known to large-v3 and its kin only. */
    public static Set<String> codes() {
        return NAMES.keySet();
    }

    /** Whether a code is one of Whisper's. {@link #AUTO} and {@link #MULTI} are none. */
    public static boolean isKnown(String code) {
        return NAMES.containsKey(code);
    }

    /** Whether a job may ask for it: a code of Whisper's, {@link #AUTO} or {@link #MULTI}. */
    public static boolean isChoice(String language) {
        return isKnown(language) || language.equals(AUTO) || language.equals(MULTI);
    }

    /**
     * The English name of a language.
     *
     * @throws IllegalArgumentException if the code is none of Whisper's
     */
    public static String name(String code) {
        String name = NAMES.get(code);
        if (name == null) {
            throw new IllegalArgumentException(unknown(code));
        }
        return name;
    }

    /** One sentence about a language that is no choice, with the one that was most likely meant. */
    public static String unknown(String language) {
        return "the language '" + language + "' is not known: "
                + meant(language)
                        .map(code -> "did you mean '" + code + "'?")
                        .orElse("use one of Whisper's codes (en, de, ...), auto or multi");
    }

    /**
     * What somebody meant who wrote something else: another case ({@code EN}), a tag with a region ({@code pt-BR}), the
     * three letters of ISO 639 ({@code deu}), an English name or its beginning, or a word with a letter or two wrong.
     */
    public static Optional<String> meant(String written) {
        String word = written.strip().toLowerCase(Locale.ROOT);
        String tag = REGION.split(word, 2)[0];
        if (isChoice(tag)) {
            return Optional.of(tag);
        }
        return firstCode((code, name) -> threeLetters(code).equals(word)
                        || (word.length() >= 3 && name.toLowerCase(Locale.ROOT).startsWith(word)))
                .or(() -> Nearest.of(word, CHOICES))
                .or(() -> Nearest.of(word, NAMES.values())
                        .flatMap(meant -> firstCode((code, name) -> name.equals(meant))));
    }

    /** ISO 639 writes Javanese jv; Whisper, and nobody else, jw. */
    private static String threeLetters(String code) {
        return new Locale(code.equals("jw") ? "jv" : code).getISO3Language();
    }

    private static Optional<String> firstCode(BiPredicate<String, String> matches) {
        return NAMES.entrySet().stream()
                .filter(language -> matches.test(language.getKey(), language.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Map<String, String> parse(String table) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String line : table.lines().toList()) {
            int blank = line.indexOf(' ');
            names.put(line.substring(0, blank), line.substring(blank + 1));
        }
        return Collections.unmodifiableMap(names);
    }

    private Languages() {}
}
