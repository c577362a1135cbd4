"""Speaks to a server as any program does that uses OpenAI's client: python client.py BASE_URL RECORDING"""

import json
import pathlib
import sys

import openai

base_url, recording = sys.argv[1:]
client = openai.OpenAI(base_url=base_url, api_key="scribe_none", max_retries=0)
file = pathlib.Path(recording)
transcribe = client.audio.transcriptions.create
model = "whisper-1"


def refused(request):
    try:
        request()
        return "was answered"
    except openai.APIStatusError as error:
        return f"{type(error).__name__} {error.status_code} {error.code} {error.param}"


def streamed():
    types = []
    deltas = ""
    text = ""
    for event in transcribe(file=file, model=model, stream=True):
        types.append(event.type)
        deltas += getattr(event, "delta", "")
        text = getattr(event, "text", text)
    return {"first": types[0], "last": types[-1], "deltas": deltas, "text": text}


verbose = transcribe(
    file=file,
    model="base-q8_0",
    language="en",
    prompt="A speech.",
    temperature=0,
    response_format="verbose_json",
    timestamp_granularities=["word", "segment"],
)
print(
    json.dumps(
        {
            "json": transcribe(file=file, model=model).text,
            "text": transcribe(file=file, model=model, response_format="text"),
            "srt": transcribe(file=file, model=model, response_format="srt"),
            "vtt": transcribe(file=file, model=model, response_format="vtt"),
            "verbose": {
                "language": verbose.language,
                "duration": verbose.duration,
                "first_word": verbose.words[0].word,
                "words": len(verbose.words),
                "segment": verbose.segments[0].model_dump(),
            },
            "streamed": streamed(),
            "translation": client.audio.translations.create(file=file, model=model).text,
            "models": [known.id for known in client.models.list().data],
            "one_model": client.models.retrieve(model).id,
            "wrong_model": refused(lambda: transcribe(file=file, model="gpt-5")),
            "wrong_format": refused(lambda: transcribe(file=file, model=model, response_format="docx")),
            "no_sound": refused(lambda: transcribe(file=("words.wav", b"words"), model=model)),
        }
    )
)
