package org.facteur.browser;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Chromium of this machine, without a window. It reaches nothing beyond loopback, and tells what it asked for. One may be kept
 * for all tests of a class; {@link #open} begins afresh.
 */
public final class Browser implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    // It would warn at each start that it knows no typed DevTools of this Chromium; none are used here.
    private static final String AXE = axe();
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test where Chromium or its driver is missing. */
    public static Browser start() {
        Optional<Path> chromium = onPath("chromium", "google-chrome");
        Optional<Path> chromedriver = onPath("chromedriver");
        Assumptions.assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "no chromium and chromedriver on the PATH; apt-get install chromium chromium-driver");
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                // Root, as in most containers, has no other way; what is opened are pages of our own.
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--lang=en",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        // With both paths given, Selenium looks for no download.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<Path> onPath(String... names) {
        List<String> folders = List.of(System.getenv("PATH").split(File.pathSeparator, -1));
        return Stream.of(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The page as it looks to a reader on the light side, 1280 pixels wide; what was logged before is forgotten. */
    public Browser open(Path page) {
        driver.get("about:blank");
        logged(LogType.PERFORMANCE);
        logged(LogType.BROWSER);
        scheme("light");
        size(1280, 800);
        driver.get(page.toUri().toString());
        return this;
    }

    /** In CSS pixels: 390 is a phone. */
    public Browser size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /**
     * @param scheme what {@code prefers-color-scheme} says: light or dark
     */
    public Browser scheme(String scheme) {
        return media("", scheme);
    }

    /** As on paper. */
    public Browser print() {
        return media("print", "light");
    }

    private Browser media(String medium, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("media", medium, "features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return this;
    }

    /** The first element that a CSS selector finds. */
    public WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** Those of {@link #all} that are on display. Asked for at once: by {@code isDisplayed} each would be a conversation of its own. */
    @SuppressWarnings("unchecked") // What the driver makes of an array of elements.
    public List<WebElement> shown(String selector) {
        return (List<WebElement>) driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility({visibilityProperty: true}))",
                selector);
    }

    /** To the element that has the focus, or to the page. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /**
     * @param script JavaScript that may {@code return} something; {@code arguments[0]} is the first argument
     */
    public String run(String script, Object... arguments) {
        return String.valueOf(driver.executeScript(script, arguments));
    }

    /**
     * What stands in the way of people who see, hear or use the page otherwise, as axe-core finds it in what is on display: each rule with
     * the elements that break it. Frames are left out, which show letters of others.
     */
    @SuppressWarnings("unchecked") // What the driver makes of an array of strings.
    public List<String> barriers() {
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
        driver.executeScript(AXE);
        return (List<String>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run({exclude: ['iframe']}, {iframes: false, resultTypes: ['violations']}).then(
                    found => done(found.violations.map(v => v.id + ': ' + v.help + ': '
                        + v.nodes.slice(0, 5).map(n => n.target + ' ' + (n.any[0] || {message: ''}).message).join(' | '))),
                    error => done(['' + error]))""");
    }

    private static String axe() {
        try (InputStream script = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For what is not here: frames, actions, waits. */
    public ChromeDriver driver() {
        return driver;
    }

    /**
     * URLs that the page asked for since {@link #open}; not files, nor what the page holds itself (data:, about:). What sandboxed
     * frames ask for is not among them, since Chromium gives these a process of their own: let them ask a server of the test's.
     */
    public List<String> requests() {
        return logged(LogType.PERFORMANCE)
                .map(entry -> JSON.readTree(entry.getMessage()).path("message"))
                .filter(event -> event.path("method").asString("").equals("Network.requestWillBeSent"))
                .map(event -> event.path("params").path("request").path("url").asString(""))
                .filter(url -> !url.startsWith("file:") && !url.startsWith("data:") && !url.startsWith("about:"))
                .toList();
    }

    /** What the console says since {@link #open}: errors of scripts, what a Content-Security-Policy refused. */
    public List<String> console() {
        return logged(LogType.BROWSER).map(LogEntry::getMessage).toList();
    }

    private Stream<LogEntry> logged(String type) {
        return StreamSupport.stream(driver.manage().logs().get(type).spliterator(), false);
    }

    /** What is in view, as a PNG. */
    public void screenshot(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
