"""What Whisper's network gives in plain float32, straight from a ggml file: the values that ReferenceTest holds the graphs to.

    python3 reference.py models/ggml-base-q8_0.bin samples/jfk.wav base.txt

encodes the first 12 s of the recording and decodes them greedily, without a rule. It writes the prompt, a few hundred of
the encoder's numbers, some of the logits of every step and of where the heads of the last layer looked, and the tokens.
Needs NumPy only.
"""
import struct
import sys
import wave

import numpy as np

MEL_FRAMES = 1200
STEPS = 16


def read(path):
    data = open(path, "rb").read()
    at = 0

    def ints(n):
        nonlocal at
        values = struct.unpack_from(f"<{n}i", data, at)
        at += 4 * n
        return values

    ints(1)
    dims = ints(11)
    mels, bins = ints(2)
    filters = np.frombuffer(data, "<f4", mels * bins, at).reshape(mels, bins)
    at += 4 * mels * bins
    words, = ints(1)
    for _ in range(words):
        length, = ints(1)
        at += length
    tensors = {}
    while at < len(data):
        rank, length, kind = ints(3)
        shape = ints(rank)[::-1]
        name = data[at:at + length].decode()
        at += length
        count = int(np.prod(shape))
        if kind == 0:
            values = np.frombuffer(data, "<f4", count, at)
            at += 4 * count
        elif kind == 1:
            values = np.frombuffer(data, "<f2", count, at).astype(np.float32)
            at += 2 * count
        elif kind == 8:
            blocks = np.frombuffer(data, np.dtype([("d", "<f2"), ("q", "i1", 32)]), count // 32, at)
            values = (blocks["d"].astype(np.float32)[:, None] * blocks["q"]).reshape(-1)
            at += 34 * (count // 32)
        else:
            raise SystemExit(f"{name} is of type {kind}, which this script does not read")
        tensors[name] = values.reshape(shape)
    return dims, filters, tensors


def gelu(x):
    """Exact to 1.5e-7: erf after Abramowitz and Stegun 7.1.26."""
    z = np.abs(x) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - poly * np.exp(-z * z))
    return (0.5 * x * (1 + erf)).astype(np.float32)


def norm(t, x, name):
    mean = x.mean(-1, keepdims=True)
    return (x - mean) / np.sqrt(x.var(-1, keepdims=True) + 1e-5) * t[name + ".weight"] + t[name + ".bias"]


def linear(t, x, name):
    y = x @ t[name + ".weight"].T
    return y + t[name + ".bias"] if name + ".bias" in t else y


def attention(q, k, v, heads, causal=False):
    split = lambda x: x.reshape(len(x), heads, -1).transpose(1, 0, 2)
    scores = split(q) @ split(k).transpose(0, 2, 1) / 8
    if causal:
        scores = scores + np.triu(np.full(scores.shape[1:], -1e30), 1)
    p = np.exp(scores - scores.max(-1, keepdims=True))
    p /= p.sum(-1, keepdims=True)
    return (p @ split(v)).transpose(1, 0, 2).reshape(len(q), -1), p


def conv(x, w, b, step):
    padded = np.pad(x, ((1, 1), (0, 0)))
    n = len(x) // step
    return sum(padded[o:o + step * n:step][:n] @ w[:, :, o].T for o in range(3)) + b.reshape(-1)


def encode(t, mel, layers, heads):
    x = gelu(conv(mel.T, t["encoder.conv1.weight"], t["encoder.conv1.bias"], 1))
    x = gelu(conv(x, t["encoder.conv2.weight"], t["encoder.conv2.bias"], 2))
    x = x + t["encoder.positional_embedding"][:len(x)]
    for i in range(layers):
        n = f"encoder.blocks.{i}"
        h = norm(t, x, n + ".attn_ln")
        a, _ = attention(*(linear(t, h, f"{n}.attn.{p}") for p in ("query", "key", "value")), heads)
        x = x + linear(t, a, n + ".attn.out")
        x = x + linear(t, gelu(linear(t, norm(t, x, n + ".mlp_ln"), n + ".mlp.0")), n + ".mlp.2")
    return norm(t, x, "encoder.ln_post")


def decode(t, tokens, audio, layers, heads):
    """Logits after the last token, and where each head of the last layer looked then."""
    x = t["decoder.token_embedding.weight"][tokens] + t["decoder.positional_embedding"][:len(tokens)]
    for i in range(layers):
        n = f"decoder.blocks.{i}"
        h = norm(t, x, n + ".attn_ln")
        a, _ = attention(*(linear(t, h, f"{n}.attn.{p}") for p in ("query", "key", "value")), heads, causal=True)
        x = x + linear(t, a, n + ".attn.out")
        q = linear(t, norm(t, x, n + ".cross_attn_ln"), n + ".cross_attn.query")
        a, p = attention(q, linear(t, audio, n + ".cross_attn.key"), linear(t, audio, n + ".cross_attn.value"), heads)
        x = x + linear(t, a, n + ".cross_attn.out")
        x = x + linear(t, gelu(linear(t, norm(t, x, n + ".mlp_ln"), n + ".mlp.0")), n + ".mlp.2")
    return norm(t, x[-1], "decoder.ln") @ t["decoder.token_embedding.weight"].T, p[:, -1]


def log_mel(filters, wav):
    """OpenAI's features of the first seconds of a 16-bit mono file."""
    with wave.open(wav) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    samples = np.pad(samples[:MEL_FRAMES * 160], (0, 480000 - min(len(samples), MEL_FRAMES * 160)))
    samples = np.pad(samples, 200, mode="reflect")
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(400) / 400)
    frames = np.lib.stride_tricks.sliding_window_view(samples, 400)[::160][:3000]
    power = np.abs(np.fft.rfft(frames * window)) ** 2
    mel = np.log10(np.maximum(filters @ power.T, 1e-10))
    return ((np.maximum(mel, mel.max() - 8) + 4) / 4)[:, :MEL_FRAMES].astype(np.float32)


def main(model, wav, out):
    dims, filters, t = read(model)
    vocab, _, state, audio_heads, audio_layers, _, _, text_heads, text_layers, _, _ = dims
    multilingual = vocab >= 51865
    sot = 50258 if multilingual else 50257
    prompt = [sot, sot + 1, sot + 101, sot + 105] if multilingual else [sot, 50362]
    audio = encode(t, log_mel(filters, wav), audio_layers, audio_heads)
    lines = []
    frames = range(0, MEL_FRAMES // 2, 61)
    picked = [(frame, channel) for frame in frames for channel in range(frame % 11, state, 23)]
    lines.append("audio " + " ".join(f"{audio[p]:.6g}" for p in picked))
    tokens = list(prompt)
    for _ in range(STEPS):
        logits, looked = decode(t, tokens, audio, text_layers, text_heads)
        sample = logits[::1499]
        lines.append("logits " + " ".join(f"{v:.6g}" for v in sample))
        lines.append("looked " + " ".join(f"{v:.6g}" for v in looked[:, ::41].reshape(-1)))
        tokens.append(int(logits[:50257].argmax()))
    lines.insert(0, "prompt " + " ".join(map(str, prompt)))
    lines.append("tokens " + " ".join(map(str, tokens[len(prompt):])))
    open(out, "w").write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
