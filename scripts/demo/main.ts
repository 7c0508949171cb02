/**
 * The whole product in a minute: `pnpm demo`.
 *
 * Everything is real: two chains, the server, a receiver of webhooks, each in a process of its own. Whatever is shown is also
 * checked; the first thing that is not as it should be ends the demo with a sentence and exit code 1.
 */
import { randomBytes } from 'node:crypto';
import { createClient } from '@biatec-tokens/sdk';
import { issueTokens } from './issueTokens.ts';
import { readBack } from './readBack.ts';
import { createChainReader } from './readChain.ts';
import { misuseKey, repeatRequest } from './repeatRequest.ts';
import { runToEnd } from '../lib/runToEnd.ts';
import { sendForgery, showWebhooks } from './showWebhooks.ts';
import { setStage } from './stage.ts';
import { summarise } from './summarise.ts';
import { surviveKill } from './surviveKill.ts';
import { createTerminal, formatMs } from '../lib/terminal.ts';
import { createTimeline } from './timeline.ts';
import { drawLighthouse } from './picture.ts';
import { elevenTokens } from './tokens.ts';

const startedAt = performance.now();
const terminal = createTerminal(process.stdout);
const { line, style } = terminal;

await runToEnd(terminal, async (rest, onDeath) => {
  line(
    `\n${style('bold', 'BiatecTokens')}: regulated tokens without a wallet, on two chains of this machine.`,
  );

  terminal.chapter('Start both chains, the server and a receiver of webhooks');
  const stage = await setStage(terminal, { rest, onDeath });
  const { mailbox, receiver } = stage;
  const reader = await createChainReader(stage.chains, stage.readFile);

  terminal.chapter('Register with an email and a password');
  const client = createClient({ baseUrl: stage.server.url });
  const email = 'treasury@example.com';
  const password = `Aa1!${randomBytes(12).toString('base64url')}`;
  const registeringAt = performance.now();
  const issuer = await client.auth.register({ email, password, confirmPassword: password });
  line(`  ${email}  ${style('dim', formatMs(performance.now() - registeringAt))}`);
  line(`  Algorand  ${style('bold', issuer.algorandAddress)}`);
  line(`  EVM       ${style('bold', issuer.evmAddress)}`);
  const endpoint = await client.webhooks.create({ url: receiver.url });
  await receiver.trust(endpoint.secret);

  terminal.chapter('Upload a picture and issue a token of each of the eleven standards');
  const picture = await client.media.upload(drawLighthouse(), {
    name: 'lighthouse.png',
    type: 'image/png',
  });
  line(`  ${picture.url}  ${style('dim', `${picture.mimeType}, ${picture.size} bytes`)}\n`);
  const tokens = elevenTokens(picture.mediaId);
  const timeline = createTimeline(
    terminal,
    tokens.map(({ tokenType }) => tokenType),
  );
  const issued = await issueTokens(tokens, { client, timeline });
  timeline.end();
  const acceptedMs = Math.max(...issued.map((one) => one.acceptedMs));
  line(`\n  Each request was stored and answered within ${formatMs(acceptedMs)}.`);

  terminal.chapter('Read them back from the chains: asked = found');
  const fields = await readBack(terminal, { issued, issuer, reader });
  line(`  All ${fields} fields are as they were asked for.`);

  terminal.chapter('Webhooks that arrived, each signature verified');
  const webhooks = await showWebhooks(terminal, { issued, mailbox });
  await sendForgery(terminal, receiver.url);

  terminal.chapter('Repeat a request with its idempotency key');
  const [first] = issued;
  if (first === undefined) throw new Error('Nothing was issued');
  const repetition = { baseUrl: stage.server.url, session: issuer, issued: first };
  await repeatRequest(terminal, repetition);
  await misuseKey(terminal, repetition);

  terminal.chapter('Kill the server in the middle of an issuance');
  const survivors = await surviveKill(terminal, { stage, client, issuer, reader });
  line('\n  Their webhooks, over the death of the server:\n');
  const late = await showWebhooks(terminal, { issued: survivors, mailbox });

  terminal.chapter('Summary');
  await summarise(terminal, {
    client,
    issued: [...issued, ...survivors],
    fields,
    webhooks: webhooks + late,
    tookMs: performance.now() - startedAt,
  });
});
