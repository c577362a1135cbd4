/** The list of jobs, and of files that are on their way. */

import * as say from './say.js';

const element = id => document.getElementById(id);

export class JobList {
  #rows = new Map();

  /** Changes only what changed, so that the focus stays where it is. */
  show(jobs, current) {
    const list = element('job-list');
    const rows = jobs.map(job => {
      const row = this.#rows.get(job.id) ?? newRow(job.id);
      describe(row, job, job.id === current);
      return [job.id, row];
    });
    this.#rows = new Map(rows);
    for (const [index, [, row]] of rows.entries()) {
      if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
    }
    while (list.children.length > rows.length) list.lastElementChild.remove();
    element('no-jobs').hidden = rows.length > 0 || element('uploads').childElementCount > 0;
  }
}

/** A file on its way; leaves when it has arrived or was given up. */
export class UploadRow {
  #row = document.createElement('li');
  #state;
  #bar = document.createElement('progress');

  constructor(name, onCancel) {
    const item = this.#row.appendChild(document.createElement('div'));
    item.className = 'item';
    item.append(span('name', name));
    this.#state = item.appendChild(span('state', 'Sending'));
    item.append(this.#bar);
    this.#bar.setAttribute('aria-label', `Sending ${name}`);
    const button = this.#row.appendChild(document.createElement('button'));
    button.type = 'button';
    button.className = 'quiet';
    button.textContent = 'Cancel';
    button.setAttribute('aria-label', `Cancel sending ${name}`);
    button.addEventListener('click', onCancel);
    element('uploads').append(this.#row);
    element('no-jobs').hidden = true;
  }

  /** @param part of it that has left, 0 to 1 */
  progress(part) {
    this.#bar.value = part;
    this.#state.textContent = part < 1 ? `Sending, ${Math.floor(part * 100)} %` : 'Being taken in';
  }

  remove() {
    this.#row.remove();
  }
}

function newRow(id) {
  const row = document.createElement('li');
  const link = row.appendChild(document.createElement('a'));
  link.className = 'item';
  link.href = `#job=${encodeURIComponent(id)}`;
  link.append(span('name', ''), span('state', ''));
  link.lastElementChild.append(span('what', ''), span('when', ''));
  return row;
}

function describe(row, job, isCurrent) {
  const link = row.firstElementChild;
  const [name, state] = link.children;
  write(name, say.title(job));
  name.title = say.title(job);
  write(state.firstElementChild, say.state(job));
  write(state.lastElementChild, say.moment(job.accepted_at));
  state.classList.toggle('failed', job.state === 'failed');
  if (isCurrent) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
  let bar = link.querySelector('progress');
  if (say.isOver(job)) {
    bar?.remove();
    return;
  }
  if (!bar) {
    bar = link.appendChild(document.createElement('progress'));
    bar.setAttribute('aria-hidden', 'true'); // the line above says it in words
  }
  bar.value = job.progress;
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function span(className, text) {
  const node = document.createElement('span');
  node.className = className;
  node.textContent = text;
  return node;
}
