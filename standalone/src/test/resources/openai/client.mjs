// Speaks to a server as any program does that uses OpenAI's client: node client.mjs BASE_URL RECORDING
import fs from "node:fs";
import OpenAI from "openai";

const [baseURL, recording] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: "scribe_none", maxRetries: 0 });
const file = () => fs.createReadStream(recording);
const audio = client.audio;
const model = "whisper-1";

async function refused(request) {
  try {
    await request;
    return "was answered";
  } catch (error) {
    return `${error.constructor.name} ${error.status} ${error.code} ${error.param}`;
  }
}

async function streamed() {
  const types = [];
  let deltas = "";
  let text = "";
  for await (const event of await audio.transcriptions.create({ file: file(), model, stream: true })) {
    types.push(event.type);
    deltas += event.delta ?? "";
    text = event.text ?? text;
  }
  return { first: types[0], last: types[types.length - 1], deltas, text };
}

const verbose = await audio.transcriptions.create({
  file: file(),
  model: "base-q8_0",
  language: "en",
  prompt: "A speech.",
  temperature: 0,
  response_format: "verbose_json",
  timestamp_granularities: ["word", "segment"],
});
console.log(
  JSON.stringify({
    json: (await audio.transcriptions.create({ file: file(), model })).text,
    text: await audio.transcriptions.create({ file: file(), model, response_format: "text" }),
    srt: await audio.transcriptions.create({ file: file(), model, response_format: "srt" }),
    vtt: await audio.transcriptions.create({ file: file(), model, response_format: "vtt" }),
    verbose: {
      language: verbose.language,
      duration: verbose.duration,
      first_word: verbose.words[0].word,
      words: verbose.words.length,
      segment: verbose.segments[0],
    },
    streamed: await streamed(),
    translation: (await audio.translations.create({ file: file(), model })).text,
    models: (await client.models.list()).data.map((known) => known.id),
    one_model: (await client.models.retrieve(model)).id,
    wrong_model: await refused(audio.transcriptions.create({ file: file(), model: "gpt-5" })),
    wrong_format: await refused(audio.transcriptions.create({ file: file(), model, response_format: "docx" })),
    no_sound: await refused(
      audio.transcriptions.create({ file: await OpenAI.toFile(Buffer.from("words"), "words.wav"), model }),
    ),
  }),
);
