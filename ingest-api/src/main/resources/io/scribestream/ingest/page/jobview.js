/** One job: how far it is, its text, its recording, its files. */

import * as api from './api.js';
import { follow } from './follow.js';
import { Player } from './player.js';
import { Reader } from './reader.js';
import * as say from './say.js';

const element = id => document.getElementById(id);

export class JobView {
  #player;
  #reader;
  #shown = null;
  #job = null;
  #leaving = new AbortController();
  #recordings;
  #formats;
  #hooks;

  /**
   * @param recordings files that lie on this machine, by job id
   * @param formats those there are, and the one that is wanted: {all, preferred()}
   * @param hooks onChange: called with each status; onProblem: with what went wrong
   */
  constructor(recordings, formats, hooks) {
    this.#recordings = recordings;
    this.#formats = formats;
    this.#hooks = hooks;
    this.#reader = new Reader(seconds => this.#player.playFrom(seconds));
    this.#player = new Player({
      onTime: seconds => this.#reader.mark(seconds),
      onReady: ready => this.#audible(ready),
      onPick: file => this.#play(file),
    });
    element('cancel').addEventListener('click', () => this.#cancel());
    element('copy').addEventListener('click', () => this.#copy());
    document.addEventListener('keydown', event => this.#key(event));
  }

  get id() {
    return this.#shown;
  }

  /** @param known what the list says of it; null where it says nothing yet */
  open(id, known) {
    this.close();
    this.#shown = id;
    this.#leaving = new AbortController();
    this.#reader.clear();
    element('job').hidden = false;
    element('downloads').hidden = true;
    element('hint').hidden = true;
    element('job-error').textContent = '';
    element('waiting').hidden = true;
    if (known) this.#describe(known);
    else element('job-name').textContent = '';
    this.#player.load(this.#recordings.get(id) ?? null, known?.name);
    if (known?.state === 'completed') {
      this.#finish(known);
      return;
    }
    follow(id, {
      onStatus: (job, text) => this.#update(job ?? this.#job, text),
      onSilence: error => this.#hooks.onProblem(error),
      signal: this.#leaving.signal,
    });
  }

  close() {
    this.#leaving.abort();
    this.#shown = null;
    this.#job = null;
    this.#player.load(null, '');
    element('job').hidden = true;
  }

  /** @param job null before anything was said of it but its text */
  #update(job, text) {
    if (job?.state !== 'completed') this.#reader.showLive(text);
    if (job === null) return;
    this.#describe(job, text);
    this.#hooks.onChange(job);
    if (job.state === 'completed') this.#finish(job);
    else if (say.isOver(job)) this.#reader.endLive();
  }

  #describe(job, text = '') {
    const first = this.#job === null;
    this.#job = job;
    element('job-name').textContent = say.title(job);
    if (first && !this.#player.isReady) this.#player.load(this.#recordings.get(job.id) ?? null, job.name);
    const total = job.seconds_total;
    const length = total === undefined ? '' : say.isOver(job) ? say.clock(total) : `${say.clock(job.seconds_done)} of ${say.clock(total)}`;
    element('job-facts').textContent = [say.state(job), length, say.moment(job.accepted_at)].filter(Boolean).join(' · ');
    const bar = element('job-progress');
    bar.hidden = say.isOver(job);
    if (job.state === 'queued' || job.stage === 'fetching') bar.removeAttribute('value');
    else bar.value = job.progress;
    element('cancel').hidden = say.isOver(job);
    element('job-error').textContent = job.state === 'failed' ? (job.message ?? '') : '';
    const waiting = element('waiting');
    waiting.hidden = say.isOver(job) || text !== '';
    waiting.textContent = job.state === 'queued' ? 'It waits for its turn.' : 'The text appears here as it is heard.';
  }

  async #finish(job) {
    const { signal } = this.#leaving;
    try {
      const transcript = await api.transcript(job.id, signal);
      if (signal.aborted) return;
      this.#reader.show(transcript);
      if (transcript.segments.length === 0) {
        element('waiting').textContent = 'Nobody speaks in this recording.';
        element('waiting').hidden = false;
      }
      this.#offerDownloads();
      this.#audible(this.#player.isReady);
      this.#reader.mark(this.#player.seconds);
      const facts = element('job-facts');
      if (transcript.language) facts.textContent += ` · ${say.language(transcript.language)}`;
    } catch (error) {
      if (!signal.aborted) this.#hooks.onProblem(error);
    }
  }

  #offerDownloads() {
    const preferred = this.#formats.preferred();
    const ordered = [preferred, ...this.#formats.all.filter(format => format !== preferred)];
    element('download-buttons').replaceChildren(...ordered.map(format => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = format === preferred ? '' : 'quiet';
      button.textContent = format;
      button.setAttribute('aria-label', `Download as ${format.toUpperCase()}`);
      button.addEventListener('click', () => this.#download(format));
      return button;
    }));
    element('copy').hidden = !navigator.clipboard; // browsers have it for pages that nobody on the way can change
    element('downloads').hidden = false;
  }

  /** By way of the page: a plain link could not send the key. */
  async #download(format) {
    const job = this.#job;
    try {
      const place = URL.createObjectURL(await api.result(job.id, format));
      const link = document.createElement('a');
      link.href = place;
      link.download = say.fileName(job, format);
      link.click();
      setTimeout(() => URL.revokeObjectURL(place), 60_000);
      say.announce(`${link.download} was saved`);
    } catch (error) {
      this.#hooks.onProblem(error);
    }
  }

  async #copy() {
    try {
      const text = await (await api.result(this.#job.id, 'txt')).text();
      await navigator.clipboard.writeText(text);
      element('copy').textContent = 'Copied';
      say.announce('The text was copied');
      setTimeout(() => { element('copy').textContent = 'Copy text'; }, 2000);
    } catch (error) {
      this.#hooks.onProblem(error);
    }
  }

  async #cancel() {
    const button = element('cancel');
    button.disabled = true;
    try {
      await api.cancel(this.#shown);
    } catch (error) {
      this.#hooks.onProblem(error);
    } finally {
      button.disabled = false;
    }
  }

  #play(file) {
    this.#recordings.set(this.#shown, file);
    this.#player.load(file, file.name);
  }

  #audible(ready) {
    this.#reader.setAudible(ready);
    element('hint').hidden = !ready || this.#job?.state !== 'completed';
  }

  /** Space plays and pauses, except where it already means something. */
  #key(event) {
    const own = event.target.closest('button, a, input, select, textarea, dialog');
    if (event.key !== ' ' || own || this.#shown === null || !this.#player.isReady) return;
    event.preventDefault();
    this.#player.toggle();
  }
}
