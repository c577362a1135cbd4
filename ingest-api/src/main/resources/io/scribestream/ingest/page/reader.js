/** The text of a job: as it is heard, and then with every word to be clicked. */

import { clock } from './say.js';
import { paragraphs, partAt } from './words.js';

const LIVE_PARAGRAPH = 420;
const SENTENCE_ENDS = /[.!?…。！？]["'”’»)]*$/;
const LEAVE_ALONE = 4000;

export class Reader {
  #root = document.getElementById('transcript');
  #words = [];
  #starts = [];
  #current = -1;
  #live = '';
  #scrolled = 0;
  #onSeek;

  /** @param onSeek called with the seconds that somebody wants to hear */
  constructor(onSeek) {
    this.#onSeek = onSeek;
    this.#root.addEventListener('click', event => this.#click(event));
    this.#root.addEventListener('keydown', event => this.#key(event));
    for (const moved of ['wheel', 'touchmove']) {
      window.addEventListener(moved, () => { this.#scrolled = performance.now(); }, { passive: true });
    }
  }

  clear() {
    this.#root.replaceChildren();
    this.#root.className = '';
    this.#words = [];
    this.#starts = [];
    this.#current = -1;
    this.#live = '';
  }

  /** What is heard so far; only what is new is added, so that nobody loses the line they read. */
  showLive(text) {
    if (!text.startsWith(this.#live)) this.clear();
    const fresh = text.slice(this.#live.length);
    this.#root.className = 'live';
    this.#root.setAttribute('aria-busy', 'true');
    if (!fresh) return;
    let paragraph = this.#root.lastElementChild;
    if (!paragraph || (paragraph.textContent.length > LIVE_PARAGRAPH && SENTENCE_ENDS.test(this.#live))) {
      paragraph = this.#root.appendChild(document.createElement('p'));
    }
    const piece = paragraph.appendChild(document.createElement('span'));
    piece.className = 'fresh';
    piece.textContent = paragraph.childElementCount > 1 ? fresh : fresh.trimStart();
    this.#live = text;
  }

  /** No more text will come, and no transcript either. */
  endLive() {
    this.#root.classList.remove('live');
    this.#root.removeAttribute('aria-busy');
  }

  /** @param transcript as the API gives it, with words */
  show(transcript) {
    this.clear();
    this.#root.removeAttribute('aria-busy');
    this.#root.lang = transcript.options?.translate ? 'en' : (transcript.language ?? '');
    this.#root.dir = 'auto';
    this.#root.append(...paragraphs(transcript).map(paragraph => this.#write(paragraph)));
  }

  /** Whether words can be heard now. */
  setAudible(audible) {
    this.#root.classList.toggle('audible', audible);
    for (const button of this.#root.querySelectorAll('.at')) button.disabled = !audible;
  }

  /** Marks the word that is said at this time. */
  mark(seconds) {
    const index = partAt(this.#starts, seconds);
    if (index === this.#current) return;
    this.#words[this.#current]?.removeAttribute('aria-current');
    this.#current = index;
    const word = this.#words[index];
    if (!word) return;
    word.setAttribute('aria-current', 'true');
    this.#keepInSight(word);
  }

  #write(paragraph) {
    const block = document.createElement('div');
    block.className = 'paragraph';
    if (paragraph.note) {
      const note = block.appendChild(document.createElement('p'));
      note.className = 'note';
      note.textContent = `${clock(paragraph.start)} to ${clock(paragraph.end)} could not be heard: ${paragraph.note}`;
      return block;
    }
    const at = block.appendChild(document.createElement('button'));
    at.type = 'button';
    at.className = 'at';
    at.textContent = clock(paragraph.start);
    at.setAttribute('aria-label', `Play from ${clock(paragraph.start)}`);
    at.dataset.index = this.#words.length;
    const text = block.appendChild(document.createElement('p'));
    for (const part of paragraph.parts) {
      const word = document.createElement('span');
      word.className = 'word';
      word.textContent = part.text;
      word.dataset.index = this.#words.length;
      text.append(part.before, word);
      this.#words.push(word);
      this.#starts.push(part.start);
    }
    return block;
  }

  #click(event) {
    const index = event.target.closest('[data-index]')?.dataset.index;
    const selecting = !getSelection().isCollapsed;
    if (index !== undefined && !selecting) this.#onSeek(this.#starts[Number(index)]);
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.target !== this.#root || !step || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = Math.min(Math.max(0, this.#current + step), this.#starts.length - 1);
    if (next < 0) return;
    event.preventDefault();
    this.#onSeek(this.#starts[next]);
  }

  /** Scrolls along, unless somebody is looking elsewhere in the text. */
  #keepInSight(word) {
    if (performance.now() - this.#scrolled < LEAVE_ALONE) return;
    const { top, bottom } = word.getBoundingClientRect();
    if (top > innerHeight * 0.2 && bottom < innerHeight * 0.85) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    word.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
  }
}
