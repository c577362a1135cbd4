package io.scribestream.chunker.decode;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A process that decodes one file after the other with FFmpeg's libraries: {@link DecodeRequest requests} on standard
 * input, {@link DecodeMessage answers} on standard output. A hostile file that breaks a codec ends this process and
 * nothing else. It ends when its standard input does, so it never outlives who started it.
 *
 * <p>Positions are counted in decoded samples. A track that starts late, or that has holes in its time stamps, is not
 * filled with silence: what comes out is what {@code ffmpeg -i} writes.
 */
public final class DecoderProcess {

    private static final long MAX_ALLOCATION = 256L << 20;

    private final DataOutputStream out;
    private final FfmpegLog log;

    private DecoderProcess(DataOutputStream out, FfmpegLog log) {
        this.out = out;
        this.log = log;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // Ctrl-C and a stop go to the whole process group; the parent decides what becomes of an open file
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        Signal.handle(new Signal("TERM"), SignalHandler.SIG_IGN);
        DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), DecodeMessage.Pcm.BLOCK + 8));
        System.setOut(System.err);
        BlockingQueue<DecodeRequest> requests = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> readRequests(requests), "requests");
        reader.setDaemon(true);
        reader.start();
        new DecoderProcess(out, FfmpegLog.install()).serve(requests);
    }

    /** Runs beside the decoding, so that the end of the input is seen in the middle of a file too. */
    private static void readRequests(BlockingQueue<DecodeRequest> requests) {
        DataInputStream in = new DataInputStream(System.in);
        try {
            while (true) {
                requests.add(DecodeRequest.read(in));
            }
        } catch (EOFException e) {
            Runtime.getRuntime().halt(0);
        } catch (IOException e) {
            System.err.println("requests cannot be read: " + e);
            Runtime.getRuntime().halt(1);
        }
    }

    private void serve(BlockingQueue<DecodeRequest> requests) throws IOException, InterruptedException {
        avutil.av_max_alloc(MAX_ALLOCATION);
        answer(new DecodeMessage.Ready(avutil.av_version_info().getString()));
        while (true) {
            DecodeRequest request = requests.take();
            log.clear();
            try {
                answer(decode(request));
            } catch (RefusedFile refused) {
                answer(refused.message());
            }
        }
    }

    private DecodeMessage.End decode(DecodeRequest request) throws IOException, RefusedFile {
        PcmBlocks blocks = new PcmBlocks(out, request.maxSamples());
        try (MediaFile media = MediaFile.open(request.path(), log);
                Resampler resampler = new Resampler(blocks)) {
            AVFrame frame = media.next();
            if (frame == null) {
                throw RefusedFile.noRecording();
            }
            refuseIfTooLong(media, request.maxSamples());
            header(media, frame, request.path()).write(out);
            for (; frame != null; frame = media.next()) {
                resampler.put(frame);
            }
            resampler.flush();
            blocks.flush();
            return end(media, request.path(), blocks.samples());
        }
    }

    /** A guess must be far off before it counts; a file that is too long all the same is refused when it gets there. */
    private static void refuseIfTooLong(MediaFile media, long maxSamples) throws RefusedFile {
        double limit = (double) maxSamples / PcmSource.RATE;
        if (media.estimatedSeconds() > (media.statesLength() ? limit + 1 : 2 * limit)) {
            throw RefusedFile.tooLong(maxSamples);
        }
    }

    private static DecodeMessage.Header header(MediaFile media, AVFrame first, String path) throws IOException {
        return new DecodeMessage.Header(
                media.estimatedSeconds(),
                promisedSeconds(media, path),
                media.container(),
                media.codecName(),
                first.sample_rate(),
                first.ch_layout().nb_channels());
    }

    private static double promisedSeconds(MediaFile media, String path) throws IOException {
        if (media.statesLength()) {
            return media.estimatedSeconds();
        }
        // FFmpeg drops a promise that the file cannot keep
        long bytes = media.container().equals("wav") ? FileEnds.promisedWavBytes(path) : -1;
        return bytes < 0 || media.bytesPerSecond() == 0 ? -1 : (double) bytes / media.bytesPerSecond();
    }

    private static DecodeMessage.End end(MediaFile media, String path, long samples) throws IOException {
        boolean cutOff =
                switch (media.container()) {
                    // its last packet is called corrupt wherever the header does not know the length
                    case "wav" -> false;
                    case "ogg" -> FileEnds.oggIsCutOff(path);
                    default -> media.corruptPackets() > 0;
                };
        return new DecodeMessage.End(samples, media.errors(), media.firstError(), cutOff, Pointer.physicalBytes());
    }

    private void answer(DecodeMessage message) throws IOException {
        message.write(out);
        out.flush();
    }
}
