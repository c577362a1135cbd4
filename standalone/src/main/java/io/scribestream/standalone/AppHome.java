package io.scribestream.standalone;

import io.scribestream.runtime.EnvironmentException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** Where the program lies: the folder with its {@code models}. */
public final class AppHome {

    private AppHome() {}

    /**
     * The folder that the launcher named, or the nearest one above the program's own file that holds the models.
     *
     * @throws EnvironmentException if there is none
     */
    public static Path find() {
        @Nullable String named = System.getProperty("scribe.home");
        if (named != null) {
            return Path.of(named);
        }
        @Nullable CodeSource source = AppHome.class.getProtectionDomain().getCodeSource();
        try {
            @Nullable
            Path folder = source == null ? null : Path.of(source.getLocation().toURI());
            while (folder != null && !Files.exists(folder.resolve("models").resolve("SHA256SUMS"))) {
                folder = folder.getParent();
            }
            if (folder != null) {
                return folder;
            }
        } catch (URISyntaxException e) {
            throw new EnvironmentException("the program's own place is no path: " + e.getMessage(), e);
        }
        throw new EnvironmentException(
                "the folder 'models' is not beside the program; name its parent with" + " -Dscribe.home=...");
    }
}
