package io.scribestream.chunker.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_compare;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;
import static org.bytedeco.ffmpeg.global.swresample.swr_set_matrix;

import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Inside the decoder process: frames of any rate, layout and sample format become mono 16 kHz signed 16 bit. Known
 * layouts are mixed as libswresample does it (5.1: centre full, sides at -3 dB, no LFE, scaled so that nothing clips);
 * unknown ones are averaged. The format may change in the middle of a file.
 */
final class Resampler implements AutoCloseable {

    private static final int BYTES_PER_SAMPLE = 2;

    private final PcmBlocks out;
    private final AVChannelLayout mono = new AVChannelLayout();
    private final AVChannelLayout layout = new AVChannelLayout();
    private final SwrContext swr = new SwrContext(null);
    private BytePointer buffer = new BytePointer(PcmBlocks.BYTES);
    private final PointerPointer<BytePointer> planes = new PointerPointer<>(1);
    private int rate;
    private int format = -1;

    Resampler(PcmBlocks out) {
        this.out = out;
        av_channel_layout_default(mono, 1);
    }

    void put(AVFrame frame) throws IOException, RefusedFile {
        if (frame.sample_rate() != rate
                || frame.format() != format
                || av_channel_layout_compare(layout, frame.ch_layout()) != 0) {
            flush();
            configure(frame);
        }
        convert(frame.extended_data(), frame.nb_samples());
    }

    /** Gives out what the filter still holds. */
    void flush() throws IOException, RefusedFile {
        if (!swr.isNull()) {
            convert(null, 0);
        }
    }

    private void configure(AVFrame frame) throws RefusedFile {
        rate = frame.sample_rate();
        format = frame.format();
        av_channel_layout_copy(layout, frame.ch_layout());
        swr_free(swr);
        AVChannelLayout mixed = new AVChannelLayout();
        try {
            av_channel_layout_copy(mixed, layout);
            if (mixed.order() == AV_CHANNEL_ORDER_UNSPEC) {
                av_channel_layout_default(mixed, layout.nb_channels());
            }
            int allocated =
                    swr_alloc_set_opts2(swr, mono, AV_SAMPLE_FMT_S16, PcmSource.RATE, mixed, format, rate, 0, null);
            if (allocated >= 0 && mixed.order() == AV_CHANNEL_ORDER_UNSPEC) {
                double[] average = new double[mixed.nb_channels()];
                Arrays.fill(average, 1.0 / average.length);
                swr_set_matrix(swr, average, average.length);
            }
            if (allocated < 0 || swr_init(swr) < 0) {
                throw new RefusedFile(
                        RefusedFile.UNREADABLE,
                        "Sound of %d channels at %d Hz cannot be mixed to one; convert it to mono or stereo."
                                .formatted(layout.nb_channels(), rate));
            }
        } finally {
            av_channel_layout_uninit(mixed);
            mixed.close();
        }
    }

    private void convert(@Nullable PointerPointer<?> samples, int count) throws IOException, RefusedFile {
        int room = Math.max(1, swr_get_out_samples(swr, count));
        if ((long) room * BYTES_PER_SAMPLE > buffer.capacity()) {
            buffer.close();
            buffer = new BytePointer((long) room * BYTES_PER_SAMPLE);
        }
        planes.put(0, buffer);
        int converted = swr_convert(swr, planes, room, samples, count);
        if (converted > 0) {
            out.put(buffer, converted);
        }
    }

    @Override
    public void close() {
        swr_free(swr);
        av_channel_layout_uninit(layout);
        av_channel_layout_uninit(mono);
        layout.close();
        mono.close();
        planes.close();
        buffer.close();
    }
}
