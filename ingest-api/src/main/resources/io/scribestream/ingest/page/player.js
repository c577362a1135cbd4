/** Plays the recording that lies on this machine; tells where it is, many times a second. */

import { clock } from './say.js';

const STEP = 5;
const LEAP = 60;
const STEPS = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP, PageDown: -LEAP, PageUp: LEAP };

const element = id => document.getElementById(id);

export class Player {
  #media = element('media');
  #position = element('position');
  #place = '';
  #onTime;
  #onReady;

  /**
   * @param onTime called with the seconds
   * @param onReady called with whether there is something to play
   * @param onPick called with a file that was chosen to be played
   */
  constructor({ onTime, onReady, onPick }) {
    this.#onTime = onTime;
    this.#onReady = onReady;
    const media = this.#media;
    media.addEventListener('loadedmetadata', () => this.#ready());
    media.addEventListener('error', () => this.#unplayable());
    media.addEventListener('play', () => { this.#showPlaying(); this.#tick(); });
    media.addEventListener('pause', () => this.#showPlaying());
    media.addEventListener('timeupdate', () => this.#show());
    media.addEventListener('seeked', () => this.#show());
    element('toggle').addEventListener('click', () => this.toggle());
    element('speed').addEventListener('change', event => { media.playbackRate = Number(event.target.value); });
    this.#position.addEventListener('input', () => this.seek(Number(this.#position.value)));
    this.#position.addEventListener('keydown', event => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      this.seek(media.currentTime + step);
    });
    element('pick-file').addEventListener('change', event => {
      const [file] = event.target.files;
      event.target.value = '';
      if (file) onPick(file);
    });
  }

  /** @param file null where the recording of the job is not at hand */
  load(file, name) {
    this.#unload();
    element('play').hidden = true;
    element('pick').hidden = false;
    element('pick-text').textContent = `To listen along, choose ${name || 'the recording'} on this device. It is played here and sent nowhere.`;
    this.#onReady(false);
    if (!file) return;
    this.#place = URL.createObjectURL(file);
    this.#media.src = this.#place;
  }

  get isReady() {
    return !element('play').hidden;
  }

  get seconds() {
    return this.#media.currentTime;
  }

  seek(seconds) {
    if (!this.isReady) return;
    this.#media.currentTime = Math.min(Math.max(0, seconds), this.#media.duration || 0);
    this.#show();
  }

  playFrom(seconds) {
    this.seek(seconds);
    if (this.isReady) this.#media.play();
  }

  toggle() {
    if (!this.isReady) return;
    if (this.#media.paused) this.#media.play();
    else this.#media.pause();
  }

  #ready() {
    this.#media.hidden = this.#media.videoWidth === 0;
    this.#media.playbackRate = Number(element('speed').value);
    this.#position.max = this.#media.duration;
    element('length').textContent = clock(this.#media.duration);
    element('pick').hidden = true;
    element('play').hidden = false;
    this.#showPlaying();
    this.#show();
    this.#onReady(true);
  }

  #unplayable() {
    if (!this.#place) return;
    this.#unload();
    element('pick-text').textContent = 'This browser cannot play that file. Its text is here all the same.';
  }

  #unload() {
    this.#media.pause();
    this.#media.removeAttribute('src');
    if (this.#place) URL.revokeObjectURL(this.#place);
    this.#place = '';
  }

  /** The browser's own events come four times a second: words are shorter. */
  #tick() {
    if (this.#media.paused) return;
    this.#show();
    requestAnimationFrame(() => this.#tick());
  }

  #show() {
    const { currentTime, duration } = this.#media;
    this.#position.value = currentTime;
    this.#position.setAttribute('aria-valuetext', `${clock(currentTime)} of ${clock(duration)}`);
    element('clock').textContent = clock(currentTime);
    this.#onTime(currentTime);
  }

  #showPlaying() {
    const playing = !this.#media.paused;
    element('player').classList.toggle('playing', playing);
    element('toggle').setAttribute('aria-label', playing ? 'Pause' : 'Play');
  }
}
