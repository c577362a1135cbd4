/** Follows jobs: all of them by asking again, the one that is open as it is heard. */

import * as api from './api.js';
import { eventsOf } from './events.js';

const SOON = 1000;
const OFTEN = 2000;
const SELDOM = 10_000;

/**
 * Gives every status of a job until it is over; the last one has its outcome. Where the connection breaks, it goes on
 * behind what was said before.
 *
 * @param onStatus called with the status; its text is complete from the start of the recording on
 * @param onSilence called with what went wrong where asking failed
 */
export async function follow(id, { onStatus, onSilence, signal }) {
  let last = '';
  let text = '';
  while (!signal.aborted) {
    try {
      const answer = await api.events(id, last && { 'Last-Event-ID': last }, signal);
      if (answer.status === 204) return;
      for await (const event of eventsOf(answer.body)) {
        last = event.id;
        const said = JSON.parse(event.data);
        if (event.name === 'text') {
          text = text.slice(0, said.from) + said.text;
          onStatus(null, text);
        } else {
          onStatus(said, text);
        }
      }
      await pause(SOON, signal);
    } catch (error) {
      if (signal.aborted) return;
      onSilence(error);
      if (!isPassing(error)) return;
      await pause(Math.max(OFTEN, error.retryAfter ?? 0), signal);
    }
  }
}

/** Asks for the list again and again: often while something is going on, seldom otherwise, and not while nobody looks. */
export class ListFollower {
  #onJobs;
  #onSilence;
  #waiting = new AbortController();

  /**
   * @param onJobs called with the jobs; says whether something is going on
   * @param onSilence called with what went wrong where asking failed
   */
  constructor(onJobs, onSilence) {
    this.#onJobs = onJobs;
    this.#onSilence = onSilence;
    document.addEventListener('visibilitychange', () => document.hidden || this.ask());
    this.#run();
  }

  /** Now, rather than when it is time. */
  ask() {
    this.#waiting.abort();
  }

  async #run() {
    for (;;) {
      this.#waiting = new AbortController();
      let wait = SELDOM;
      try {
        if (this.#onJobs(await api.list())) wait = OFTEN;
        wait = Math.max(wait, api.pace());
      } catch (error) {
        this.#onSilence(error);
        wait = Math.max(isPassing(error) ? OFTEN : SELDOM, error.retryAfter ?? 0);
      }
      await pause(wait, this.#waiting.signal);
      if (document.hidden) await shown();
    }
  }
}

/** Worth asking again: nobody answered, too many asked, or something the server needs is away. */
export const isPassing = error => !(error instanceof api.Problem) || error.status === 0 || error.status === 429 || error.status >= 500;

/** Ends early, and without an error, when it is aborted. */
function pause(milliseconds, signal) {
  return new Promise(resolve => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

function shown() {
  return new Promise(resolve => {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    look();
  });
}
