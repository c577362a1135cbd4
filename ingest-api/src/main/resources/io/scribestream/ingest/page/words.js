/** A transcript as it is read: paragraphs of words that know when they are said. Touches no page. */

const PAUSE_SECONDS = 2;
const ENOUGH_CHARACTERS = 420;
const SENTENCE_ENDS = /[.!?…。！？]["'”’»)]*$/;

/**
 * Paragraphs of a transcript as the API gives it with words, and a note where something could not be heard, in order of
 * time: {start, end, parts: [{before, text, start, end}]} or {start, end, note}. A part's `before` is what the text has
 * between it and the one in front of it. Segments that are not trusted are left out, as in every other format.
 */
export function paragraphs(transcript) {
  const trusted = transcript.segments.filter(segment => !segment.suppressed);
  const written = [];
  let open = null;
  for (const segment of trusted) {
    if (!open || startsAnew(open, segment)) {
      open = { start: segment.start, end: segment.end, length: 0, parts: [] };
      written.push(open);
    }
    const parts = partsOf(segment);
    if (open.parts.length > 0) parts[0].before = ' ';
    open.parts.push(...parts);
    open.length += segment.text.length;
    open.text = segment.text;
    open.end = segment.end;
  }
  const notes = (transcript.coverage?.gaps ?? []).map(gap => ({ start: gap.start, end: gap.end, note: gap.message || gap.reason }));
  return [...written, ...notes].sort((a, b) => a.start - b.start);
}

/** Index of the part that is said at a time, or was said last before it; -1 before the first. Starts must not go back. */
export function partAt(starts, seconds) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function startsAnew(open, segment) {
  const ended = SENTENCE_ENDS.test(open.text);
  return segment.start - open.end > PAUSE_SECONDS || (ended && open.length > ENOUGH_CHARACTERS);
}

/** The words, with whatever stands between them in the text: not every language writes spaces. */
function partsOf(segment) {
  const parts = [];
  let at = 0;
  for (const word of segment.words ?? []) {
    const text = word.text.trim();
    const found = segment.text.indexOf(text, at);
    if (!text || found < 0) continue;
    parts.push({ before: segment.text.slice(at, found), text, start: word.start, end: word.end });
    at = found + text.length;
  }
  const rest = segment.text.slice(at).trim();
  if (parts.length === 0) return [{ before: '', text: rest, start: segment.start, end: segment.end }];
  parts[parts.length - 1].text += segment.text.slice(at).trimEnd();
  parts[0].before = '';
  return parts;
}
