/** Times, states and names as people read them. */

/** 0:07, 12:30, 1:02:03. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const rest = String(whole % 60).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

export const isOver = job => ['completed', 'failed', 'cancelled'].includes(job.state);

/** What a job does, in a few words. */
export function state(job) {
  const percent = `${Math.floor(job.progress * 100)} %`;
  switch (job.stage) {
    case 'fetching': return 'Fetching';
    case 'preparing': return 'Preparing';
    case 'transcribing': return `Transcribing, ${percent}`;
    case 'merging': return 'Finishing';
    case 'completed': return job.gaps > 0 ? `Done, with ${job.gaps === 1 ? 'a gap' : `${job.gaps} gaps`}` : 'Done';
    case 'failed': return 'Failed';
    case 'cancelled': return 'Cancelled';
    default: return 'Waiting';
  }
}

export const title = job => job.name || job.id;

/** A moment, as short as it can be told: the time today, else the day. */
export function moment(iso) {
  const then = new Date(iso);
  const today = then.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(undefined, today ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(then);
}

/** A language in the words of who reads the page. */
export function language(code, otherwise) {
  try {
    return new Intl.DisplayNames(undefined, { type: 'language', fallback: 'none' }).of(code) ?? otherwise ?? code;
  } catch {
    return otherwise ?? code; // not a code that browsers know
  }
}

/** The name that a transcript is saved under. */
export const fileName = (job, format) => `${title(job).replace(/\.[A-Za-z0-9]{1,5}$/, '') || 'transcript'}.${format}`;

let announced;

/** For who listens to the page: said once, when whatever is being read out is over. */
export function announce(text) {
  const announcer = document.getElementById('announcer');
  if (text === announced) return;
  announced = text;
  announcer.textContent = text;
}
