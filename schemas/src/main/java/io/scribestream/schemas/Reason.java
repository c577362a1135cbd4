package io.scribestream.schemas;

import java.util.Locale;

/** Why something was refused, failed or not trusted. The codes are public and stay what they are. */
public enum Reason {
    /** The record is no job that can be read: a field is missing or of the wrong kind. */
    INVALID_JOB,
    /** The job has a field that this version does not know. */
    UNKNOWN_FIELD,
    /** The language is none of Whisper's codes, nor auto, nor multi. */
    UNKNOWN_LANGUAGE,
    /** The id was used before, for other content. */
    ID_CONFLICT,
    /** There is nothing at the source's place. */
    SOURCE_NOT_FOUND,
    /** The source's address is none that may be asked: not on the public internet, an odd port or scheme. */
    SOURCE_REFUSED,
    /** The source's server does not give it, or not in time. */
    FETCH_FAILED,
    /** The source is not what it was when the job was sent. */
    SOURCE_CHANGED,
    /** The file has no bytes. */
    EMPTY_FILE,
    /** No format that holds sound was recognised; playlists and pictures are among these. */
    UNREADABLE_AUDIO,
    /** A readable file without a sound track. */
    NO_AUDIO_STREAM,
    /** Longer than the limit. */
    TOO_LONG,
    /** Larger than the limit. */
    TOO_LARGE,
    /** Decoding did not end in time, or ended its process. */
    DECODER_FAILED,
    /** The owner asked for the end. */
    CANCELLED,
    /** The engine could not hear a chunk, however often it tried. */
    ENGINE_FAILED,
    /** A chunk ended or hung the process that heard it, more than once; it is not tried again. */
    ENGINE_CRASHED,
    /** Hearing a chunk took longer than its deadline, or a job longer than its own. */
    DEADLINE,
    /** A mistake of ours, reported as a dead letter too. */
    INTERNAL,
    /** An order about a job that nobody knows, or no more. */
    UNKNOWN_JOB,
    /** An order about a job that has to be over first. */
    STILL_RUNNING,
    /** A redrive of a job that has no gap to be heard again. */
    NO_GAPS,
    /** Text suppressed: the same words over and over. */
    REPETITION,
    /** Text suppressed: the model was not sure of its words. */
    LOW_CONFIDENCE,
    /** Text suppressed: more words than anybody can say in that time. */
    TOO_FAST,
    /** Text suppressed: most likely no speech. */
    NO_SPEECH;

    /** The code on the wire, in lower case: {@code empty_file}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
