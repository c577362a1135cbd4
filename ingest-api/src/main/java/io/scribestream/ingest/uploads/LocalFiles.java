package io.scribestream.ingest.uploads;

import io.scribestream.runtime.Health;
import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UploadStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of uploads on a disk of this machine. */
final class LocalFiles {

    private static final Logger LOG = LoggerFactory.getLogger(LocalFiles.class);

    /**
     * @param name as a record on a topic has it, which anybody may have written
     * @return whether an upload can have that name
     */
    static boolean remove(UploadStore folder, String name) {
        try {
            folder.delete(name);
        } catch (RejectedException e) {
            LOG.debug("a job named an upload that none can be", e);
            return false;
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("upload", name).setCause(e).log("an upload that is over could not be removed");
        }
        return true;
    }

    /** Whether files can come in. */
    static Health check(Path folder) {
        return Files.isWritable(folder) ? Health.ready("can be written") : Health.failed(folder + " cannot be written");
    }

    private LocalFiles() {}
}
