"""Whisper's log-mel spectrogram, computed straightforwardly in float64.

    python3 log_mel_reference.py ../../../../models/ggml-base-q8_0.bin ../../../../samples/jfk.wav > ../resources/jfk-log-mel.csv

Prints "band,frame,value" for every 29th frame of every 5th band: what LogMelTest compares with.
The rules are those of OpenAI's whisper/audio.py: 400 samples every 160, periodic Hann window, centred with mirrored ends,
power without the last frame, mel filters (here those of the model file), log10 of at least 1e-10, no more than 8 below the
loudest, plus 4, divided by 4. Sound is followed by silence to 30 s.
"""

import struct
import sys
import wave

import numpy as np


def filters(model):
    with open(model, "rb") as file:
        file.seek(48)
        bands, bins = struct.unpack("<2i", file.read(8))
        return np.frombuffer(file.read(4 * bands * bins), "<f4").reshape(bands, bins).astype(np.float64)


def samples(path, length):
    with wave.open(path) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768.0
    return np.pad(sound, (0, length - len(sound)))


def log_mel(sound, weights):
    n = np.arange(400)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * n / 400)
    transform = np.exp(-2j * np.pi * np.outer(np.arange(201), n) / 400)
    padded = np.pad(sound, 200, mode="reflect")
    frames = np.stack([padded[i * 160 : i * 160 + 400] * window for i in range(len(sound) // 160)])
    power = np.abs(frames @ transform.T) ** 2
    mel = np.log10(np.maximum(weights @ power.T, 1e-10))
    return (np.maximum(mel, mel.max() - 8) + 4) / 4


if __name__ == "__main__":
    mel = log_mel(samples(sys.argv[2], 480_000), filters(sys.argv[1]))
    for band in range(0, mel.shape[0], 5):
        for frame in range(0, 1132, 29):
            print(f"{band},{frame},{mel[band, frame]:.6f}")
