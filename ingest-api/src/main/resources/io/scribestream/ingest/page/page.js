/** The page: what was dropped becomes jobs, what is chosen is shown. */

import * as api from './api.js';
import { ListFollower } from './follow.js';
import { JobList, UploadRow } from './joblist.js';
import { JobView } from './jobview.js';
import * as say from './say.js';

const CHOSEN = 'scribestream.chosen';

const element = id => document.getElementById(id);

const recordings = new Map();
const sending = new Set();
const sent = new Set();
const states = new Map();
const formats = { all: [], preferred: () => element('format').value };
const jobList = new JobList();
let jobs = [];
let longest = Infinity;

const view = new JobView(recordings, formats, { onChange: replace, onProblem: tell });
await choose();
const follower = new ListFollower(take, tell);
addEventListener('hashchange', route);
route();

/** What there is to choose, and what was chosen last. */
async function choose() {
  const there = await api.choices();
  longest = there.max_upload_bytes;
  formats.all = there.formats;
  element('format').append(...there.formats.map(format => new Option(format.toUpperCase(), format)));
  const languages = there.languages.map(({ code, name }) => new Option(say.language(code, name), code));
  languages.sort((a, b) => a.text.localeCompare(b.text));
  element('language').append(new Option('Detected automatically', 'auto'), new Option('Several in one recording', 'multi'), ...languages);
  const last = JSON.parse(localStorage.getItem(CHOSEN) ?? '{}');
  element('language').value = last.language ?? 'auto';
  element('format').value = there.formats.includes(last.format) ? last.format : there.formats[0];
  element('translate').checked = last.translate ?? false;
  element('new-form').addEventListener('change', () => localStorage.setItem(CHOSEN, JSON.stringify({ ...chosen(), format: formats.preferred() })));
}

function chosen() {
  return { language: element('language').value, translate: element('translate').checked };
}

function route() {
  const id = decodeURIComponent(location.hash.match(/^#job=(.+)$/)?.[1] ?? '');
  document.body.classList.toggle('reading', id !== '');
  element('new').hidden = id !== '';
  if (id === '') {
    view.close();
    document.title = 'Scribestream';
  } else if (view.id !== id) {
    view.open(id, jobs.find(job => job.id === id) ?? null);
    element('job-name').focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  show();
}

function take(listed) {
  element('offline').hidden = true;
  element('key-button').hidden = !api.key.get();
  listed.forEach(job => sent.delete(job.id));
  jobs = [...jobs.filter(job => sent.has(job.id)), ...listed];
  jobs.forEach(announceEnd);
  show();
  return jobs.some(job => !say.isOver(job));
}

/** The open job is asked about more often than the list. */
function replace(job) {
  element('offline').hidden = true;
  if (jobs.some(other => other.id === job.id)) jobs = jobs.map(other => (other.id === job.id ? job : other));
  announceEnd(job);
  show();
}

function show() {
  jobList.show(jobs, view.id);
  const job = jobs.find(other => other.id === view.id);
  if (job) document.title = say.isOver(job) ? say.title(job) : `${Math.floor(job.progress * 100)} % ${say.title(job)}`;
}

function announceEnd(job) {
  if (states.has(job.id) && states.get(job.id) !== job.state) say.announce(`${say.title(job)}: ${say.state(job)}`);
  states.set(job.id, job.state);
}

function send(files) {
  element('new-error').textContent = '';
  for (const file of files) sendFile(file, files.length === 1);
}

async function sendFile(file, alone) {
  if (file.size > longest) {
    refuse(`${file.name} has ${file.size} bytes; this server takes ${longest} at most`);
    return;
  }
  const giveUp = new AbortController();
  const row = new UploadRow(file.name, () => giveUp.abort());
  sending.add(row);
  try {
    const { id } = await api.upload(file, chosen(), part => row.progress(part), giveUp.signal);
    recordings.set(id, file);
    accepted(id, file.name, alone);
  } catch (error) {
    if (error.name === 'AbortError') say.announce(`${file.name} was not sent`);
    else refuse(`${file.name}: ${error.message}`, error);
  } finally {
    sending.delete(row);
    row.remove();
  }
}

async function sendLink(event) {
  event.preventDefault();
  const url = element('url');
  element('new-error').textContent = '';
  if (!url.value.trim()) {
    url.focus();
    return;
  }
  try {
    const { id } = await api.submit(url.value.trim(), chosen());
    accepted(id, url.value.trim().split('/').pop(), true);
    url.value = '';
  } catch (error) {
    refuse(error.message, error);
  }
}

/** The list says nothing of a job before its first step. */
function accepted(id, name, alone) {
  say.announce(`${name} was accepted`);
  sent.add(id);
  jobs = [{ id, name, state: 'queued', stage: 'queued', progress: 0, accepted_at: new Date().toISOString() }, ...jobs];
  show();
  follower.ask();
  if (alone && view.id === null) location.hash = `#job=${encodeURIComponent(id)}`;
}

function refuse(text, error) {
  if (error?.status === 401) askForKey();
  location.hash = '';
  element('new-error').textContent = text;
}

function tell(error) {
  if (error.status === 401) askForKey();
  else if (error.status === 0) element('offline').hidden = false;
  else if (view.id !== null) element('job-error').textContent = error.message;
  else element('new-error').textContent = error.message;
}

function askForKey() {
  const dialog = element('key-dialog');
  element('key-button').hidden = false;
  if (dialog.open) return;
  element('key-error').textContent = api.key.get() ? 'This key is not, or no longer, good.' : '';
  dialog.showModal();
}

element('key-button').addEventListener('click', () => element('key-dialog').showModal());
element('key-form').addEventListener('submit', event => {
  event.preventDefault();
  api.key.set(element('key').value.trim());
  element('key').value = '';
  element('key-dialog').close();
  again();
});
element('key-forget').addEventListener('click', () => {
  api.key.forget();
  element('key').value = '';
  element('key-dialog').close();
  again();
});

/** As another client, or as nobody: nothing of the one before stays on the page. */
function again() {
  const id = view.id;
  jobs = [];
  recordings.clear();
  sent.clear();
  states.clear();
  view.close();
  element('job-error').textContent = '';
  element('new-error').textContent = '';
  if (id !== null) view.open(id, null);
  show();
  follower.ask();
}

element('new-form').addEventListener('submit', sendLink);
element('files').addEventListener('change', event => {
  send([...event.target.files]);
  event.target.value = '';
});

const holdsFiles = event => event.dataTransfer?.types.includes('Files') ?? false;
const dragging = on => {
  document.body.classList.toggle('dragging', on);
  element('veil').hidden = !on;
};

addEventListener('dragover', event => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  dragging(true);
});
addEventListener('dragleave', event => event.relatedTarget === null && dragging(false));
addEventListener('drop', event => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  dragging(false);
  if (!element('key-dialog').open) send([...event.dataTransfer.files]);
});
addEventListener('beforeunload', event => sending.size > 0 && event.preventDefault());
