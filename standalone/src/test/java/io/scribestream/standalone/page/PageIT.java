package io.scribestream.standalone.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scribestream.runtime.Setting;
import io.scribestream.standalone.LongSpeech;
import io.scribestream.standalone.Patience;
import io.scribestream.standalone.cli.Api;
import io.scribestream.standalone.cli.RunningScribe;
import io.scribestream.testkit.Repository;
import io.scribestream.testkit.TimedWord;
import io.scribestream.testkit.WordErrorRate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page as people use it, against a server that really transcribes. */
@ExtendWith(RunningScribe.Extension.class)
class PageIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SCHEMES = List.of("dark", "light");
    private static final Path JFK = Repository.file("samples/jfk.wav");

    private final RunningScribe scribe;
    private final Api api;

    @TempDir
    Path folder;

    private Browser browser;

    PageIT(RunningScribe scribe) {
        this.scribe = scribe;
        this.api = scribe.api();
    }

    @BeforeEach
    void open() throws Exception {
        browser = Browser.at(scribe.url(), folder);
        browser.awaitShown("#language option[value=de]");
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void playsTheWordThatIsClickedAndMarksTheOneThatIsSaid() throws Exception {
        String id = transcribe(JFK);
        List<TimedWord> words = Api.words(api.transcript(id));

        assertThat(browser.all("#transcript .word")).hasSameSizeAs(words);
        assertThat(WordErrorRate.of(LongSpeech.words(1), browser.text("#transcript p"), "en")
                        .rate())
                .isZero();
        int clicked = words.size() / 2;
        browser.all("#transcript .word").get(clicked).click();
        Patience.until("the word under the pointer is marked, or the next ones", () -> marked() >= clicked);
        assertThat(seconds()).isGreaterThanOrEqualTo(words.get(clicked).start() - 0.1);
        Patience.until("the mark goes on with the voice", () -> marked() > clicked);
        assertThat(browser.find("#toggle").getAccessibleName()).isEqualTo("Pause");
        browser.click("#toggle");
        Patience.until(
                "it stands still",
                () -> browser.find("#toggle").getAccessibleName().equals("Play"));
        TimedWord said = words.get(marked());
        assertThat(seconds()).isGreaterThanOrEqualTo(said.start() - 0.05);
        browser.click("#transcript .at");
        Patience.until("the start of the paragraph", () -> seconds() < 1.5);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void showsTheTextAsItIsHeardAndGoesOnAfterAReload() throws Exception {
        Path talk = LongSpeech.write(folder.resolve("talk.wav"), 12);
        browser.choose("#files", talk);
        browser.awaitShown("#job");
        browser.awaitText("#transcript.live", "fellow Americans");
        assertThat(browser.text("#job-facts")).contains("Transcribing");
        assertThat(browser.text("#job-name")).isEqualTo("talk.wav");
        assertThat(browser.title()).matches("\\d+ % talk\\.wav");
        assertNoBarriers();
        String before = browser.text("#transcript");

        browser.reload();

        browser.awaitText("#transcript", "fellow Americans");
        assertThat(browser.text("#job-name")).isEqualTo("talk.wav");
        assertThat(browser.text("#job-list")).contains("talk.wav");
        Patience.until(
                "the text it had, or more", () -> browser.text("#transcript").length() >= before.length());
        browser.awaitShown("#downloads");
        WordErrorRate errors = WordErrorRate.of(LongSpeech.words(12), browser.text("#transcript p"), "en");
        assertThat(errors.rate()).as(errors.differences()).isLessThan(0.02);
        // The recording itself is on the visitor's disk, and the page has forgotten where.
        assertThat(browser.text("#pick")).contains("choose talk.wav");
        browser.choose("#pick-file", talk);
        browser.awaitShown("#toggle");
        browser.all("#transcript .word").get(100).click();
        Patience.until("the word is marked", () -> marked() >= 100);
    }

    @Test
    void savesEveryFormatAsTheApiGivesIt() throws Exception {
        browser.run("document.getElementById('format').value = 'vtt'");
        String id = transcribe(JFK);
        List<WebElement> buttons = browser.all("#download-buttons button");
        assertThat(buttons)
                .extracting(button -> button.getText().toLowerCase(Locale.ROOT))
                .containsExactly("vtt", "txt", "srt", "json", "tsv");
        for (WebElement button : buttons) {
            button.click();
        }
        for (String format : List.of("txt", "srt", "vtt", "json", "tsv")) {
            Path saved = folder.resolve("jfk." + format);
            Patience.until(saved.toString(), () -> Files.exists(saved));
            assertThat(saved).hasContent(api.result(id, format).body());
        }
    }

    @Test
    void cancelsAJobAndSaysSo() throws Exception {
        browser.choose("#files", LongSpeech.write(folder.resolve("long.wav"), 30));
        browser.awaitShown("#cancel");
        browser.awaitText("#job-facts", "Transcribing");
        browser.click("#cancel");
        browser.awaitText("#job-facts", "Cancelled");
        assertThat(browser.shows("#cancel")).isFalse();
        Patience.until(
                "it is said to who listens", () -> browser.text("#announcer").contains("Cancelled"));
        assertThat(api.status(job()).path("state").asText()).isEqualTo("cancelled");
    }

    @Test
    void takesFilesThatAreDroppedAndSaysWhatIsWrongWithThem() throws Exception {
        browser.run(
                """
                const files = new DataTransfer();
                files.items.add(new File(['This is a text.'], 'notes.mp3'));
                const drop = new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true });
                document.body.dispatchEvent(drop);""");
        browser.awaitText("#job-facts", "Failed");
        assertThat(browser.text("#job-error"))
                .isEqualTo(api.status(job()).path("message").asText())
                .isNotBlank();
        assertThat(browser.text("#job-list")).contains("notes.mp3");
    }

    @Test
    void refusesALinkThatIsNoneInASentence() throws Exception {
        browser.find("#url").sendKeys("ftp://example.org/talk.mp3", Keys.ENTER);
        browser.awaitText("#new-error", "address");
        assertThat(browser.find("#new-error").getAriaRole()).isEqualTo("alert");
    }

    @Test
    void isUsedWithKeysAloneAndNamesEverythingThatCanBePressed() throws Exception {
        transcribe(JFK);
        assertThat(browser.focused().getDomAttribute("id")).isEqualTo("job-name");
        assertThat(browser.all("button, a[href], input, select, progress, [role=region]").stream()
                        .filter(WebElement::isDisplayed)
                        .toList())
                .allSatisfy(part -> assertThat(part.getAccessibleName())
                        .as(part.getDomProperty("outerHTML"))
                        .isNotBlank());
        for (int i = 0; i < 20 && !"transcript".equals(browser.focused().getDomAttribute("id")); i++) {
            browser.press(Keys.TAB);
        }
        assertThat(browser.focused().getDomAttribute("id")).isEqualTo("transcript");
        browser.press(Keys.SPACE);
        Patience.until("Space plays", () -> seconds() > 0.2);
        browser.press(Keys.SPACE);
        int word = marked();
        browser.press(Keys.ARROW_RIGHT);
        Patience.until("the next word", () -> marked() > word);
        assertThat(browser.all("main, nav, header, h1")).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void fitsAPhoneAndTheNight() throws Exception {
        transcribe(JFK);
        browser.prefers("light", 1280);
        String day = background();
        browser.prefers("dark", 360);
        assertThat(background()).isNotEqualTo(day);
        assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(browser.shows("#job-list")).isFalse();
        browser.click(".back");
        browser.awaitShown("#job-list");
        assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    @Test
    void standsInNobodysWayByDayNorByNight() throws Exception {
        assertNoBarriers();
        transcribe(JFK);
        browser.awaitShown("#toggle");
        assertNoBarriers();
    }

    /** Without this, a check that finds nothing may be one that looks at nothing. */
    @Test
    void isSeenToStandInTheWayWhereItDoes() throws Exception {
        browser.run("document.querySelector('main').append("
                + "Object.assign(document.createElement('button'), { id: 'nameless', textContent: '' }))");
        for (String scheme : SCHEMES) {
            assertThat(barriers(scheme))
                    .as(scheme)
                    .singleElement()
                    .asString()
                    .startsWith("button-name: ")
                    .contains("nameless");
        }
        browser.run("document.getElementById('nameless').remove()");
        assertNoBarriers();
    }

    @Test
    void asksForAKeyAndShowsEachClientTheirOwnJobsAlone() throws Exception {
        try (RunningScribe closed = RunningScribe.start(Map.of(Setting.SCRIBE_AUTH, "on"));
                Browser anna = Browser.at(closed.url(), folder);
                Browser bert = Browser.at(closed.url(), folder)) {
            anna.awaitShown("#key-dialog");
            anna.find("#key").sendKeys("scribe_nonsense", Keys.ENTER);
            anna.awaitText("#key-error", "not, or no longer, good");
            anna.find("#key").sendKeys(closed.key("anna"), Keys.ENTER);
            bert.awaitShown("#key-dialog");
            bert.find("#key").sendKeys(closed.key("bert"), Keys.ENTER);
            anna.awaitShown("#no-jobs");
            bert.awaitShown("#no-jobs");

            anna.choose("#files", JFK);
            anna.awaitShown("#downloads");
            String secret = String.valueOf(anna.run("return location.hash"));
            bert.choose("#files", LongSpeech.write(folder.resolve("bert.wav"), 1));
            bert.awaitShown("#downloads");

            assertThat(anna.text("#job-list")).contains("jfk.wav").doesNotContain("bert.wav");
            assertThat(bert.text("#job-list")).contains("bert.wav").doesNotContain("jfk.wav");
            bert.run("location.hash = arguments[0]", secret);
            bert.awaitText("#job-error", "no job");
            assertThat(bert.text("#transcript")).isEmpty();
            anna.reload();
            anna.awaitText("#job-list", "jfk.wav");
            assertThat(anna.run("return JSON.stringify(localStorage)").toString())
                    .doesNotContain("scribe_");
        }
    }

    @Test
    void putsWordsIntoParagraphsInLanguagesWithAndWithoutSpaces() throws Exception {
        String spaced =
                browser.module("words.js", "it.paragraphs(" + transcript("Hello, you.", "Hello,", "you.") + ")");
        assertThat(JSON.readTree(spaced).path(0).path("parts"))
                .extracting(
                        part -> part.path("before").asText() + part.path("text").asText())
                .containsExactly("Hello,", " you.");
        String dense = browser.module("words.js", "it.paragraphs(" + transcript("你好。", "你", "好") + ")");
        assertThat(JSON.readTree(dense).path(0).path("parts"))
                .extracting(
                        part -> part.path("before").asText() + part.path("text").asText())
                .containsExactly("你", "好。");
        String wordless = browser.module("words.js", "it.paragraphs(" + transcript("Nothing timed") + ")");
        assertThat(JSON.readTree(wordless)
                        .path(0)
                        .path("parts")
                        .path(0)
                        .path("text")
                        .asText())
                .isEqualTo("Nothing timed");
        assertThat(browser.module("words.js", "[-1, 0, 0.5, 1, 9].map(at => it.partAt([0, 1, 2], at))"))
                .isEqualTo("[-1,0,0,1,2]");
        assertThat(browser.module("words.js", "it.partAt([], 1)")).isEqualTo("-1");
        assertThat(browser.module("say.js", "[7, 750, 3723].map(it.clock)"))
                .isEqualTo("[\"0:07\",\"12:30\",\"1:02:03\"]");
    }

    private void assertNoBarriers() throws Exception {
        for (String scheme : SCHEMES) {
            assertThat(barriers(scheme)).as(scheme).isEmpty();
        }
    }

    private List<String> barriers(String scheme) throws Exception {
        browser.prefers(scheme, 1280);
        return browser.barriers();
    }

    private static String transcript(String text, String... words) throws Exception {
        List<Map<String, Object>> timed = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            timed.add(Map.of("text", words[i], "start", i, "end", i + 1));
        }
        return JSON.writeValueAsString(Map.of(
                "segments", List.of(Map.of("text", text, "start", 0, "end", 2, "words", timed)), "coverage", Map.of()));
    }

    private String transcribe(Path recording) throws Exception {
        browser.choose("#files", recording);
        browser.awaitShown("#downloads");
        return job();
    }

    private String job() {
        return String.valueOf(browser.run("return location.hash.replace('#job=', '')"));
    }

    private int marked() {
        Object index = browser.run("return document.querySelector('.word[aria-current]')?.dataset.index ?? '-1'");
        return Integer.parseInt(String.valueOf(index));
    }

    private double seconds() {
        return Double.parseDouble(String.valueOf(browser.run("return document.getElementById('media').currentTime")));
    }

    private String background() {
        return String.valueOf(browser.run("return getComputedStyle(document.body).backgroundColor"));
    }
}
