"""faster-whisper, ready before the first call.

Reads a line for each call, `default|greedy TAB language TAB file`, and answers with a line of JSON: the seconds from the call
to the last segment, and the text. An empty file name loads nothing and answers at once.
"""
import json
import os
import sys
import time

from faster_whisper import BatchedInferencePipeline, WhisperModel


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", cpu_threads=int(sys.argv[2]))
    batched = BatchedInferencePipeline(model=model)
    answers.write(json.dumps({"ready": True}) + "\n")
    for line in sys.stdin:
        effort, language, file = line.rstrip("\n").split("\t")
        options = {"beam_size": 1, "temperature": 0.0} if effort == "greedy" else {}
        start = time.perf_counter()
        segments, info = batched.transcribe(file, language=language or None, batch_size=8, **options)
        text = " ".join(segment.text.strip() for segment in segments)
        seconds = time.perf_counter() - start
        answers.write(json.dumps({"seconds": seconds, "language": info.language, "text": text}) + "\n")


if __name__ == "__main__":
    main()
