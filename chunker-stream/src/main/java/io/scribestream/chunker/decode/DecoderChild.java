package io.scribestream.chunker.decode;

import io.scribestream.chunker.decode.DecodeMessage.End;
import io.scribestream.runtime.UnavailableException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** One decoder process, seen from the outside. For one thread at a time, except {@link #kill}. */
final class DecoderChild {

    private static final int COMPLAINTS_KEPT = 4_096;

    private final Process process;
    private final DataInputStream answers;
    private final DataOutputStream requests;
    private final ScheduledExecutorService clock;
    private final Duration patience;
    private final StringBuffer complaints = new StringBuffer();
    private final String version;
    private int files;
    private long residentBytes;
    private volatile boolean stalled;

    private DecoderChild(Process process, ScheduledExecutorService clock, Duration patience) throws IOException {
        this.process = process;
        this.clock = clock;
        this.patience = patience;
        answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), DecodeMessage.Pcm.BLOCK + 8));
        requests = new DataOutputStream(process.getOutputStream());
        Thread drain = new Thread(this::drainComplaints, "decoder-complaints-" + process.pid());
        drain.setDaemon(true);
        drain.start();
        version = next() instanceof DecodeMessage.Ready ready ? ready.version() : "";
    }

    /**
     * @param clock ends the process when it gives nothing for too long
     * @return a process that has its libraries loaded
     * @throws UnavailableException if there is none to be had
     */
    static DecoderChild start(List<String> command, ScheduledExecutorService clock, Duration patience) {
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().retainAll(ChildCommand.ENVIRONMENT);
            process = builder.start();
        } catch (IOException e) {
            throw new UnavailableException("the decoder process cannot be started: " + e.getMessage(), e);
        }
        DecoderChild child = null;
        try {
            child = new DecoderChild(process, clock, patience);
            return child;
        } catch (IOException e) {
            throw new UnavailableException("the decoder process did not come up: " + e.getMessage(), e);
        } finally {
            if (child == null) {
                process.destroyForcibly();
            }
        }
    }

    /** Of FFmpeg. */
    String version() {
        return version;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How many it was asked for. */
    int files() {
        return files;
    }

    /** At the end of the last file; 0 before, and where the system does not say. */
    long residentBytes() {
        return residentBytes;
    }

    void ask(DecodeRequest request) throws IOException {
        files++;
        request.write(requests);
    }

    /**
     * Waits for what the process says next.
     *
     * @throws IOException if it ended, or was ended for giving nothing in time
     */
    DecodeMessage next() throws IOException {
        ScheduledFuture<?> alarm = clock.schedule(this::killStalled, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            DecodeMessage message = DecodeMessage.read(answers);
            if (message instanceof End end) {
                residentBytes = end.residentBytes();
            }
            return message;
        } catch (IOException e) {
            throw new IOException(end(), e);
        } finally {
            alarm.cancel(false);
        }
    }

    /** Whether it was ended for giving nothing in time. */
    boolean hasStalled() {
        return stalled;
    }

    void kill() {
        process.destroyForcibly();
    }

    private void killStalled() {
        stalled = true;
        kill();
    }

    private String end() {
        if (stalled) {
            return "it gave nothing for " + patience.toSeconds() + " s";
        }
        String said = complaints.toString().strip();
        return said.isEmpty()
                ? "it ended"
                : "it ended: " + said.lines().findFirst().orElse("");
    }

    private void drainComplaints() {
        try (InputStream errors = process.getErrorStream()) {
            byte[] buffer = new byte[1_024];
            for (int read = errors.read(buffer); read >= 0; read = errors.read(buffer)) {
                int room = Math.min(read, COMPLAINTS_KEPT - complaints.length());
                complaints.append(new String(buffer, 0, Math.max(0, room), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            complaints.append("its complaints cannot be read: ").append(e.getMessage());
        }
    }
}
