package io.scribestream.chunker.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** Inside the decoder process: the first sound track of a file, as decoded frames. Native memory is freed by close. */
final class MediaFile implements AutoCloseable {

    /** Containers of recordings. Playlists and scripts would read other files; pictures hold no sound. */
    private static final String FORMATS =
            "mov,mp3,ogg,flac,wav,w64,matroska,aac,mpegts,mpeg,asf,amr,aiff,caf,avi,flv,ac3";

    private static final int ENOENT = -2;

    private final FfmpegLog log;
    private final AVFormatContext format = new AVFormatContext(null);
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private AVCodecContext codec = new AVCodecContext(null);
    private int track = -1;
    private boolean drained;
    private int failures;
    private int corruptPackets;

    private MediaFile(FfmpegLog log) {
        this.log = log;
    }

    static MediaFile open(String path, FfmpegLog log) throws IOException, RefusedFile {
        MediaFile media = new MediaFile(log);
        try {
            media.openContainer(path);
            media.openDecoder();
            return media;
        } catch (IOException | RefusedFile | RuntimeException e) {
            media.close();
            throw e;
        }
    }

    private void openContainer(String path) throws IOException, RefusedFile {
        AVDictionary options = new AVDictionary(null);
        // the prefix keeps a name such as "concat:a|b" from being taken for a protocol
        try (BytePointer url = new BytePointer(utf8("file:" + path))) {
            av_dict_set(options, "protocol_whitelist", "file,pipe", 0);
            av_dict_set(options, "format_whitelist", FORMATS, 0);
            int opened = avformat_open_input(format, url, null, options);
            if (opened == ENOENT) {
                throw new RefusedFile(RefusedFile.NOT_FOUND, "The file is no longer there; send it again.");
            }
            if (opened < 0) {
                throw unreadable(path);
            }
        } finally {
            av_dict_free(options);
        }
        if (avformat_find_stream_info(format, (AVDictionary) null) < 0) {
            throw unreadable(path);
        }
    }

    private RefusedFile unreadable(String path) throws IOException {
        return log.mentions("moov atom not found") && FileEnds.beginsAsMp4(path)
                ? new RefusedFile(
                        RefusedFile.UNREADABLE,
                        "The file was cut off before its index (moov) was written; record or download it again.")
                : RefusedFile.noRecording();
    }

    private void openDecoder() throws RefusedFile {
        track = firstSound();
        if (track < 0) {
            throw new RefusedFile(RefusedFile.NO_SOUND, "The file has no sound track; send one that has.");
        }
        for (int i = 0; i < format.nb_streams(); i++) {
            if (i != track) {
                format.streams(i).discard(avcodec.AVDISCARD_ALL);
            }
        }
        AVStream stream = format.streams(track);
        AVCodec decoder = avcodec_find_decoder(stream.codecpar().codec_id());
        if (decoder == null || decoder.isNull()) {
            throw new RefusedFile(
                    RefusedFile.UNREADABLE,
                    "No decoder for its kind of sound (" + codecName() + "); convert it to wav, mp3, flac or opus.");
        }
        codec = avcodec_alloc_context3(decoder);
        avcodec_parameters_to_context(codec, stream.codecpar());
        codec.thread_count(1);
        codec.pkt_timebase(stream.time_base());
        if (avcodec_open2(codec, decoder, (AVDictionary) null) < 0) {
            throw RefusedFile.noRecording();
        }
    }

    private int firstSound() {
        for (int i = 0; i < format.nb_streams(); i++) {
            if (format.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_AUDIO) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Damaged packets are counted and left out, as the ffmpeg command does it.
     *
     * @return valid until the next call; null at the end
     */
    @Nullable
    AVFrame next() {
        log.decoding();
        while (true) {
            int received = avcodec_receive_frame(codec, frame);
            if (received >= 0) {
                return frame;
            }
            if (received == AVERROR_EOF() || drained) {
                return null;
            }
            if (received != AVERROR_EAGAIN()) {
                failures++;
            }
            feed();
        }
    }

    private void feed() {
        while (!drained) {
            log.reading();
            int read = av_read_frame(format, packet);
            log.decoding();
            if (read < 0) {
                failures += read == AVERROR_EOF() ? 0 : 1;
                drained = true;
                avcodec_send_packet(codec, null);
            } else if (packet.stream_index() == track) {
                corruptPackets += (packet.flags() & AV_PKT_FLAG_CORRUPT) == 0 ? 0 : 1;
                failures += avcodec_send_packet(codec, packet) < 0 ? 1 : 0;
                av_packet_unref(packet);
                return;
            } else {
                av_packet_unref(packet);
            }
        }
    }

    String container() {
        return format.iformat().name().getString();
    }

    String codecName() {
        return avcodec.avcodec_get_name(format.streams(track).codecpar().codec_id())
                .getString();
    }

    long bytesPerSecond() {
        return format.streams(track).codecpar().bit_rate() / 8;
    }

    /** Also where it is only guessed from the bit rate; -1 for unknown. */
    double estimatedSeconds() {
        AVStream stream = format.streams(track);
        if (stream.duration() != AV_NOPTS_VALUE) {
            return (double) stream.duration()
                    * stream.time_base().num()
                    / stream.time_base().den();
        }
        return format.duration() == AV_NOPTS_VALUE ? -1 : (double) format.duration() / AV_TIME_BASE;
    }

    /**
     * Whether the length is a statement about this track. A guess from the bit rate is none; and most containers state
     * only the length of their longest track.
     */
    boolean statesLength() {
        return format.duration_estimation_method() != AVFMT_DURATION_FROM_BITRATE
                && (container().startsWith("mov") || timedStreams() == 1);
    }

    private int timedStreams() {
        int timed = 0;
        for (int i = 0; i < format.nb_streams(); i++) {
            timed += (format.streams(i).disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0 ? 1 : 0;
        }
        return timed;
    }

    int corruptPackets() {
        return corruptPackets;
    }

    /** Complaints of the container and of the sound's decoder; those about pictures do not count. */
    int errors() {
        return Math.max(failures, log.count(container(), decoderName()));
    }

    String firstError() {
        return log.first(container(), decoderName());
    }

    private String decoderName() {
        return codec.codec().name().getString();
    }

    @Override
    public void close() {
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(codec);
        avformat_close_input(format);
    }

    private static byte[] utf8(String text) {
        return (text + '\0').getBytes(StandardCharsets.UTF_8);
    }
}
