package io.scribestream.transcriber.engine.ggml;

/**
 * What turns a power spectrum into mel bands, as the model was trained with (Slaney's triangles, of equal area).
 *
 * @param nMels bands
 * @param nFft bins of the spectrum, of 40 Hz each: 201 for a window of 400 samples
 * @param weights {@code [nMels][nFft]}, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record MelFilters(int nMels, int nFft, float[] weights) {}
