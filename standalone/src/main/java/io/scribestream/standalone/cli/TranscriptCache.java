package io.scribestream.standalone.cli;

import io.scribestream.runtime.EnvironmentException;
import io.scribestream.runtime.Lack;
import io.scribestream.schemas.avro.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Finished transcripts as Avro files, so that the same command prints them without starting anything. Only a copy: the
 * record on the results topic is the truth, and a file that is lost or damaged is written anew from it.
 */
final class TranscriptCache {

    private final Path folder;

    TranscriptCache(Path folder) {
        this.folder = folder;
    }

    Optional<Transcript> find(String jobId) {
        Path file = file(jobId);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (DataFileReader<Transcript> reader =
                new DataFileReader<>(file.toFile(), new SpecificDatumReader<>(Transcript.class))) {
            return reader.hasNext() ? Optional.of(reader.next()) : Optional.empty();
        } catch (IOException | AvroRuntimeException e) {
            return Optional.empty(); // damaged: the topic still has it
        }
    }

    void put(String jobId, Transcript transcript) {
        Path file = file(jobId);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(folder);
            try (DataFileWriter<Transcript> writer =
                    new DataFileWriter<>(new SpecificDatumWriter<>(Transcript.class))) {
                writer.create(transcript.getSchema(), part.toFile());
                writer.append(transcript);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Lack.fullOr(Lack.DIRECTORY_NOT_WRITABLE, e),
                    "cannot keep the transcript in " + folder + ": " + e.getMessage(),
                    e);
        }
    }

    private Path file(String jobId) {
        return folder.resolve(jobId + ".avro");
    }
}
