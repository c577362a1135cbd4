// Uploads a file with tus-js-client: stops after the first part, as a closed laptop does, and goes on in a new upload.
import fs from 'node:fs'
import { createRequire } from 'node:module'

const [modules, endpoint, file, partBytes] = process.argv.slice(2)
const tus = createRequire(modules + '/')('tus-js-client')
const size = fs.statSync(file).size

function options(more) {
  return {
    endpoint,
    chunkSize: Number(partBytes),
    uploadSize: size,
    retryDelays: [0, 200, 1000],
    headers: { Authorization: 'Bearer anna' },
    metadata: { filename: 'talk.wav', filetype: 'audio/wav', language: 'en' },
    onError(error) {
      console.error(String(error))
      process.exit(1)
    },
    ...more,
  }
}

const interrupted = await new Promise((resolve) => {
  const upload = new tus.Upload(fs.createReadStream(file), options({
    async onChunkComplete() {
      await upload.abort()
      resolve(upload.url)
    },
  }))
  upload.start()
})

const offsets = []
const job = await new Promise((resolve) => {
  let last = ''
  const upload = new tus.Upload(fs.createReadStream(file), options({
    uploadUrl: interrupted,
    onChunkComplete(chunkSize, bytesAccepted) {
      offsets.push(bytesAccepted - chunkSize)
    },
    onAfterResponse(request, response) {
      last = response.getHeader('Scribestream-Job') ?? last
    },
    onSuccess() {
      resolve(last)
    },
  }))
  upload.start()
})
console.log(JSON.stringify({ url: interrupted, resumedAt: offsets[0], job }))

// One more, which is given up: tus-js-client terminates it on the server.
const given = await new Promise((resolve) => {
  const upload = new tus.Upload(fs.createReadStream(file), options({
    async onChunkComplete() {
      await upload.abort(true)
      resolve(upload.url)
    },
  }))
  upload.start()
})
console.log(JSON.stringify({ terminated: given }))
