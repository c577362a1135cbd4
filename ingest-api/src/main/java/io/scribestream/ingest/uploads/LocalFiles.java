package io.scribestream.ingest.uploads;

import io.scribestream.runtime.RejectedException;
import io.scribestream.runtime.UploadStore;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes files of uploads that are over. */
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

    private LocalFiles() {}
}
