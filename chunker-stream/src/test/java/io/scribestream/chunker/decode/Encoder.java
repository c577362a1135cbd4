package io.scribestream.chunker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Makes files in the formats that people send: mono at 48 kHz. */
final class Encoder {

    static final int RATE = 48_000;
    private static final int FRAME_WHERE_ANY_WILL_DO = 1_024;

    private final AVFormatContext format = new AVFormatContext(null);
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final AVCodecContext codec;
    private final AVStream stream;

    private Encoder(Path file, String codecName) {
        avformat_alloc_output_context2(format, null, null, file.toString());
        AVCodec encoder = avcodec_find_encoder_by_name(codecName);
        assertThat(encoder).as(codecName).isNotNull();
        codec = avcodec_alloc_context3(encoder);
        codec.sample_rate(RATE).bit_rate(96_000).time_base(av_make_q(1, RATE)).sample_fmt(sampleFormat(codecName));
        av_channel_layout_default(codec.ch_layout(), 1);
        if ((format.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
            codec.flags(codec.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        }
        assertThat(avcodec_open2(codec, encoder, (AVDictionary) null)).isNotNegative();
        stream = avformat_new_stream(format, encoder);
        stream.time_base(codec.time_base());
        avcodec_parameters_from_context(stream.codecpar(), codec);
    }

    private static int sampleFormat(String codecName) {
        return switch (codecName) {
            case "flac" -> AV_SAMPLE_FMT_S16;
            case "libopus" -> AV_SAMPLE_FMT_FLT;
            default -> AV_SAMPLE_FMT_FLTP;
        };
    }

    /** @param file its ending says which container */
    static Path write(Path file, String codecName, float[] samples) {
        av_log_set_level(AV_LOG_ERROR);
        Encoder encoder = new Encoder(file, codecName);
        encoder.encode(file, samples);
        return file;
    }

    private void encode(Path file, float[] samples) {
        AVIOContext io = new AVIOContext(null);
        assertThat(avio_open(io, file.toString(), AVIO_FLAG_WRITE)).isNotNegative();
        format.pb(io);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "movflags", "+faststart", 0);
        assertThat(avformat_write_header(format, options)).isNotNegative();
        int step = codec.frame_size() > 0 ? codec.frame_size() : FRAME_WHERE_ANY_WILL_DO;
        for (int at = 0; at < samples.length; at += step) {
            fill(samples, at, Math.min(step, samples.length - at));
            avcodec_send_frame(codec, frame);
            drain();
        }
        avcodec_send_frame(codec, null);
        drain();
        av_write_trailer(format);
        avio_closep(format.pb());
        av_dict_free(options);
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(codec);
        avformat_free_context(format);
    }

    private void fill(float[] samples, int at, int count) {
        if (frame.nb_samples() != count) {
            av_frame_unref(frame);
            frame.nb_samples(count).format(codec.sample_fmt()).sample_rate(RATE);
            av_channel_layout_default(frame.ch_layout(), 1);
            av_frame_get_buffer(frame, 0);
        }
        av_frame_make_writable(frame);
        boolean wide = codec.sample_fmt() != AV_SAMPLE_FMT_S16;
        ByteBuffer data = frame.data(0).capacity(count * 4L).asByteBuffer().order(ByteOrder.nativeOrder());
        for (int i = at; i < at + count; i++) {
            if (wide) {
                data.putFloat(samples[i]);
            } else {
                data.putShort((short) (samples[i] * Short.MAX_VALUE));
            }
        }
        frame.pts(at);
    }

    private void drain() {
        while (avcodec_receive_packet(codec, packet) >= 0) {
            av_packet_rescale_ts(packet, codec.time_base(), stream.time_base());
            packet.stream_index(0);
            av_interleaved_write_frame(format, packet);
        }
    }
}
