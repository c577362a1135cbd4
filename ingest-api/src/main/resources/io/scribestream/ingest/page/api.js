/** Speaks to the API: sends the key, tells what was refused, and says how often asking is welcome. */

const JOBS = '/api/v1/transcriptions';
const KEY = 'scribestream.key';

/** What the API refused, in one sentence for people; status 0 where it does not answer at all. */
export class Problem extends Error {
  constructor(status, code, detail, retryAfter = 0) {
    super(detail);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** Kept for this tab alone. */
export const key = {
  get: () => sessionStorage.getItem(KEY) ?? '',
  set: value => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

let share = 0;

/** Milliseconds to leave between two questions, so that a client's limit lasts until it is renewed; 0 where there is none. */
export const pace = () => share;

export const choices = () => json('/page/choices.json');
export const list = signal => json(`${JOBS}?limit=200`, { signal }).then(answer => answer.jobs);
export const cancel = id => json(`${JOBS}/${encodeURIComponent(id)}?only=running`, { method: 'DELETE' });
export const transcript = (id, signal) => json(resultPath(id, 'json') + '&words=true', { signal });
export const result = (id, format) => call(resultPath(id, format)).then(answer => answer.blob());
export const events = (id, headers, signal) => call(`${JOBS}/${encodeURIComponent(id)}/events`, { headers, signal });

/** Has an address transcribed. */
export const submit = (url, { language, translate }) =>
  json(JOBS, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ source: { url }, options: { language, translate: String(translate) } }),
  });

/** Sends a file; fetch cannot say how much of it has left. */
export function upload(file, { language, translate }, onProgress, signal) {
  const form = new FormData();
  form.append('language', language);
  form.append('translate', String(translate));
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', JOBS);
    for (const [name, value] of Object.entries(authorization())) request.setRequestHeader(name, value);
    request.upload.onprogress = event => onProgress(event.loaded / event.total);
    request.onload = () => {
      if (request.status === 202) resolve(JSON.parse(request.responseText));
      else reject(problem(request.status, request.responseText, request.getResponseHeader('Retry-After')));
    };
    request.onerror = () => reject(silence());
    request.onabort = () => reject(new DOMException('the upload was cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

async function json(path, options) {
  return (await call(path, options)).json();
}

async function call(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { ...authorization(), ...options.headers } });
  } catch (error) {
    throw error.name === 'AbortError' ? error : silence();
  }
  share = shareOf(answer.headers.get('RateLimit'));
  if (!answer.ok) throw problem(answer.status, await answer.text(), answer.headers.get('Retry-After'));
  return answer;
}

function authorization() {
  return key.get() ? { Authorization: `Bearer ${key.get()}` } : {};
}

function problem(status, body, retryAfter) {
  let said = {};
  try {
    said = JSON.parse(body);
  } catch {
    // Not one of the API's own answers: whatever stands before it said no.
  }
  return new Problem(status, said.code ?? '', said.detail ?? `the server answered ${status}`, Number(retryAfter) * 1000 || 0);
}

const silence = () => new Problem(0, 'no_answer', 'the server does not answer');

/** Half of what is left, spread over the time until there is more: other tabs want some too. */
function shareOf(header) {
  const windows = [...(header ?? '').matchAll(/r=(\d+);t=(\d+)/g)];
  return Math.max(0, ...windows.map(([, left, seconds]) => (500 * seconds) / Math.max(1, left)));
}

function resultPath(id, format) {
  return `${JOBS}/${encodeURIComponent(id)}/result?format=${format}`;
}
