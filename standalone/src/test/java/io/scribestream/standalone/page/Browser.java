package io.scribestream.standalone.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.scribestream.standalone.Patience;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Somebody with a Chromium of their own, who looks at the page. */
final class Browser implements AutoCloseable {

    private final ChromeDriver driver;
    private final URI server;

    private Browser(ChromeDriver driver, URI server) {
        this.driver = driver;
        this.server = server;
    }

    /** Opens the page; without a Chromium on this machine, the test is skipped and says so. */
    static Browser at(URI server, Path downloads) {
        Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
        Optional<Path> remote = program("chromedriver");
        assumeTrue(
                chromium.isPresent() && remote.isPresent(),
                "the page was not tried: there is no chromium with its chromedriver here (.ci/browser installs them)");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--mute-audio",
                "--autoplay-policy=no-user-gesture-required",
                "--lang=en-US");
        options.setExperimentalOption(
                "prefs",
                Map.of(
                        "download.default_directory",
                        downloads.toString(),
                        "profile.default_content_setting_values.automatic_downloads",
                        1));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(remote.orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(new Dimension(1280, 900));
        driver.get(server.toString());
        return new Browser(driver, server);
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    boolean shows(String css) {
        try {
            return all(css).stream().anyMatch(WebElement::isDisplayed);
        } catch (StaleElementReferenceException e) {
            return false; // it was drawn anew just now
        }
    }

    /**
     * The text that is there, drawn or not; empty where there is nothing. Not {@code innerText}: a browser does not lay out
     * paragraphs that are off the screen, nor new ones before their first frame, and says that those have none.
     */
    String text(String css) {
        return String.valueOf(
                run("return [...document.querySelectorAll(arguments[0])].map(n => n.textContent).join('\\n')", css));
    }

    void awaitShown(String css) throws Exception {
        Patience.until(css + " on the page", () -> shows(css));
    }

    void awaitText(String css, String text) throws Exception {
        Patience.until("'" + text + "' in " + css, () -> text(css).contains(text));
    }

    /** As a person chooses files for the form. */
    void choose(String input, Path... files) {
        find(input)
                .sendKeys(String.join(
                        "\n", Arrays.stream(files).map(Path::toString).toList()));
    }

    void click(String css) {
        find(css).click();
    }

    /** To whatever has the focus. */
    void press(Keys key) {
        driver.switchTo().activeElement().sendKeys(key);
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** The value that a function of the page's own module gives, as JSON. */
    String module(String file, String expression) {
        return String.valueOf(driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "import('/page/" + file + "').then(it => done(JSON.stringify(" + expression + ")),"
                + " wrong => done(String(wrong)));"));
    }

    /**
     * What axe finds wrong with the page as it is shown now, for people who see, hear or move in other ways: the rule, and
     * where it is broken.
     */
    List<String> barriers() throws IOException {
        driver.executeScript(axe());
        Object found = driver.executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                axe.run().then(
                    it => done(it.passes.length === 0 ? ['no rule was tried'] : it.violations.map(
                        rule => `${rule.id}: ${rule.help}: ${rule.nodes.map(node => node.html).join(' ')}`)),
                    wrong => done([String(wrong)]));""");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    private static String axe() throws IOException {
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    void reload() {
        driver.navigate().refresh();
    }

    /** As on a phone, or in the night; nothing moves any more, so that no colour is half-way to another. */
    void prefers(String scheme, int width) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    String title() {
        return String.valueOf(driver.getTitle());
    }

    /** What the browser complained of. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    URI server() {
        return server;
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Optional<Path> program(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(names)
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator))
                        .map(folder -> Path.of(folder).resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
