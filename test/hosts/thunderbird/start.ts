import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createDemoWorld } from '../demo/demo-world';
import { parseEntity } from '../../../shared/index';
import { missingForMailServer, type Submission } from './mail-server';
import { Session } from './session';
import { findThunderbird } from './thunderbird';

/*
 * Starts the installed Thunderbird with the add-on, a demo account on a mail server of this machine and demo people. All of
 * it is thrown away at the end; what was sent stays as .eml files until the next start.
 */
function obstacle(): string | undefined {
  if (findThunderbird() === undefined) {
    return 'Thunderbird is not installed (Debian: thunderbird). THUNDERBIRD=PATH names one that lies elsewhere.';
  }
  const missing = missingForMailServer();
  if (missing !== undefined) return `${missing}: the demo account needs it.`;
  return process.env['DISPLAY']
    ? undefined
    : 'There is no screen: DISPLAY is not set. Under Xvfb, set it to its number.';
}

function keepSent(folder: string): (submission: Submission) => void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let count = 0;
  return ({ octets, recipients }) => {
    const file = join(folder, `${String(++count).padStart(3, '0')}.eml`);
    writeFileSync(file, octets);
    const type = parseEntity(octets).contentType.value;
    console.log(`sent to ${recipients.join(', ')}: ${type}, kept in ${relative(process.cwd(), file)}`);
  };
}

const HINTS = `
Thunderbird is open, with Alice's account and Signet in it.
  Read:   click the messages one after the other; what each is worth stands beside its subject. Click it for the reasons.
  Write:  New Message, to bob@signet.example or carol@signet.example. The button "Protection" signs and encrypts; then press
          Thunderbird's own Send. dan@signet.example has no certificate: encrypting to him is refused.
  All that you send is kept as .eml files. Close Thunderbird, or press Ctrl+C here, to end and throw everything away.
`;

async function main(addOn: string): Promise<void> {
  const problem = obstacle();
  if (problem !== undefined) {
    console.error(problem);
    process.exitCode = 1;
    return;
  }
  console.log('Making the demo people…');
  const world = await createDemoWorld(new Date());
  console.log('Starting the mail server and Thunderbird…');
  const session = await Session.start(world, { addOn, display: process.env['DISPLAY'] ?? '' });
  session.mail.onSubmitted(keepSent(join(process.cwd(), '.signet', 'thunderbird', 'sent')));
  const ended = new Promise<void>((resolve) => {
    session.thunderbird.process.once('exit', () => resolve());
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await session.chrome.openFolder('INBOX', world.messages.length);
  await session.thunderbird.remote.send('WebDriver:DeleteSession');
  console.log(HINTS);
  await ended;
  await session.stop();
}

void main(process.argv[2] ?? '').catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
});
