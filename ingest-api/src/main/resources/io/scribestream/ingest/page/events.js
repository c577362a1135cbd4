/** Server-sent events by way of fetch: the browser's own EventSource cannot send a key. */

/**
 * Reads events off an answer until it ends.
 *
 * @param body a stream of bytes, as in fetch's answer
 * @yields {{id: string, name: string, data: string}}
 */
export async function* eventsOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let unread = '';
  let event = fresh('');
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      unread += value;
      const lines = unread.split(/\r\n|\n|\r(?!$)/);
      unread = lines.pop();
      for (const line of lines) {
        if (line !== '') {
          take(event, line);
          continue;
        }
        if (event.data.length > 0) yield { ...event, data: event.data.join('\n') };
        event = fresh(event.id);
      }
    }
  } finally {
    await reader.cancel();
  }
}

const fresh = id => ({ id, name: 'message', data: [] });

function take(event, line) {
  const [, field, value] = line.match(/^([^:]*)(?:: ?)?(.*)$/s);
  if (field === 'data') event.data.push(value);
  else if (field === 'event') event.name = value;
  else if (field === 'id') event.id = value;
}
