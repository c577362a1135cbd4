// Verifies webhooks with the Standard Webhooks project's own library: one JSON object a line in, one word a line out.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const { Webhook } = createRequire(process.argv[2])('standardwebhooks');

for await (const line of createInterface({ input: process.stdin })) {
  const { secret, headers, body } = JSON.parse(line);
  try {
    new Webhook(secret).verify(body, headers);
    console.log('good');
  } catch (wrong) {
    console.log(wrong.constructor.name + ': ' + wrong.message);
  }
}
