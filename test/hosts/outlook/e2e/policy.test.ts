import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type Frame } from 'playwright-core';
import { manifestFiles, variantFor } from '../../../../manifests/outlook/generate';
import { ScratchFolder } from '../../../support/openssl';
import { createPolicySigner, signPolicy, type PolicySigner } from '../../../support/signed-policy';
import { startHarness, until, type OutlookHarness } from '../harness';
import {
  addDemoIdentity,
  compose,
  openComposePane,
  openMessage,
  openReadPane,
  pictures,
  sendSecure,
  sentFiles,
  startWorkersAt,
} from './support';

const BOB = 'bob@signet.example';
/** Has no certificate. */
const DAN = 'dan@signet.example';
const DESK = { text: 'Ask the service desk.', at: 'desk@signet.example' };
const SIGN = '.sg-toggle:has-text("Sign")';
const ENCRYPT = '.sg-toggle:has-text("Encrypt")';

const areDisabled = (all: readonly Element[]): boolean =>
  all.length === 2 && all.every((one) => one.matches(':disabled'));
const headerOf = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1').split('\r\n\r\n')[0] ?? '';

/** A policy on a server, named by the manifest; the whole way, with real signatures by the command in docs/policy.md. */
describe('an organisation’s policy in Outlook', () => {
  let harness: OutlookHarness;
  let signer: PolicySigner;
  let next: PolicySigner;
  const folder = new ScratchFolder();

  /** Puts a policy on the server, with its signature. */
  const publish = (document: object, by: readonly PolicySigner[] = [signer], name = 'policy'): void => {
    const text = JSON.stringify(document);
    writeFileSync(`${folder.path}/${name}.json`, text);
    writeFileSync(`${folder.path}/${name}.json.p7s`, signPolicy(text, by));
  };
  const rules = (serial: number, more: object): object => ({
    version: 2,
    serial,
    name: `Rules ${serial}`,
    contact: DESK,
    ...more,
  });
  /** What the manifest names; pages that are opened from then on see it. */
  const deploy = (keys: readonly string[], name = 'policy'): void => {
    const url = new URL(`/policy/${name}.json`, harness.playground.address).href;
    const files = manifestFiles(variantFor('https://localhost:8443/addin', { policy: { url, keys } }));
    writeFileSync(`${folder.path}/manifest.xml`, files.get('manifest.xml') ?? '');
  };
  /** Outlook is started anew. */
  const restart = (): Promise<unknown> => harness.page.reload().then(() => harness.page.waitForSelector('.folders'));
  const draftTo = async (to: readonly string[], subject: string): Promise<Frame> => {
    await compose(harness, { to, subject, body: 'Text' });
    const pane = await openComposePane(harness);
    await pane.waitForSelector('.sg-decision');
    return pane;
  };
  const isPressed = (pane: Frame, toggle: string, wanted: boolean): Promise<unknown> =>
    pane.waitForSelector(`${toggle}[aria-pressed=${wanted}]`);
  const discard = async (): Promise<void> => {
    for (let left = await harness.page.locator('[data-own-command=discard]').count(); left > 0; left--)
      await (await harness.page.$('[data-own-command=discard]'))?.click();
  };
  /** The panel of the settings, once it says what is in force. */
  const inForce = async (): Promise<string> => {
    await openMessage(harness, 'Lunch on Friday?');
    const pane = await openReadPane(harness);
    await pane.click('.pane-identities > summary');
    await pane.waitForSelector('.sg-policy[aria-busy=false]');
    return pane.innerText('.sg-policy');
  };

  beforeAll(async () => {
    [signer, next] = await Promise.all([createPolicySigner(), createPolicySigner('Next')]);
    writeFileSync(`${folder.path}/manifest.xml`, manifestFiles().get('manifest.xml') ?? '');
    harness = await startHarness({
      real: true,
      expectedErrors: /404/,
      manifestPath: `${folder.path}/manifest.xml`,
      folders: { policy: folder.path },
    });
    deploy([signer.key]);
    publish(rules(1, { settings: { sign: { value: 'always', change: 'free' }, encrypt: { value: 'offer' } } }));
    await restart();
    await openMessage(harness, 'Lunch on Friday?');
    await addDemoIdentity(await openReadPane(harness));
  }, 90_000);
  afterAll(async () => {
    await harness.close();
    folder.remove();
  });
  afterEach(discard);

  it('signs a fresh message by default, and says who decided that', async () => {
    const pane = await draftTo([DAN], 'By default');
    await isPressed(pane, SIGN, true);
    await pane.click('.sg-decision > summary');
    expect(await pane.innerText('.sg-decision')).toMatch(/your organisation, for everybody: always – this decides/);
    await sendSecure(harness, pane);
    expect(headerOf(sentFiles(harness).at(-1)?.octets ?? new Uint8Array(0))).toMatch(/multipart\/signed/);
  });

  it('remembers an exception that is made with one click, and Outlook itself sends the next message', async () => {
    const pane = await draftTo([DAN], 'Their client cannot cope');
    await isPressed(pane, SIGN, true);
    await pane.click('.sg-exceptions > summary');
    await pane.click(`button:text-is("Never sign mail to ${DAN}")`);
    await isPressed(pane, SIGN, false);
    await discard();
    const again = await draftTo([DAN], 'The next time');
    await isPressed(again, SIGN, false);
    // The launch event knows no exceptions: what it put into the draft is taken back by the user alone.
    await again.click('[data-step=let-go]');
    await again.waitForSelector('[data-step=let-go]', { state: 'detached' });
    const { store, world } = harness.playground;
    const byOutlook = (): readonly string[] =>
      store
        .list(world.user.address.toLowerCase(), 'sentitems')
        .map((one) => headerOf(store.octets(one)))
        .filter((header) => header.includes('The next time'));
    await harness.page.click('[data-own-command=send]');
    await until(() => Promise.resolve(byOutlook().length === 1));
    expect(byOutlook().join()).not.toMatch(/multipart\/signed|x-signet/i);
    // With somebody else in it, the strictest holds.
    const mixed = await draftTo([DAN, BOB], 'To both');
    await isPressed(mixed, SIGN, true);
  });

  it('holds back what a rule wants encrypted, with its author’s words, and lets it go once that is possible', async () => {
    const sealed = {
      id: 'sealed',
      when: { recipient: ['*@signet.example'] },
      encrypt: 'require',
      text: 'Ours is sealed.',
    };
    publish(rules(2, { rules: [sealed] }));
    await restart();
    const pane = await draftTo([BOB, DAN], 'Ours');
    await isPressed(pane, ENCRYPT, true);
    expect(await pane.locator(ENCRYPT).isDisabled()).toBe(true);
    // Neither a message apart nor an open one is offered.
    await pane.waitForSelector(`.sg-recipient[data-state=missing]:has-text("${DAN}")`);
    expect(await pane.locator('[data-step=separate], [data-step=open]').count()).toBe(0);
    const before = sentFiles(harness).length;
    await pane.click('.pane-send');
    const said = await pane.waitForSelector('.sg-tone-error [data-code=certificate-missing]');
    expect(await said.innerText()).toMatch(
      /dan@signet\.example[^]*Ours is sealed\. Questions: Ask the service desk\. desk@/,
    );
    expect(sentFiles(harness)).toHaveLength(before);
    await discard();
    const ready = await draftTo([BOB], 'Ours, to those who can read it');
    await isPressed(ready, ENCRYPT, true);
    await ready.waitForSelector(`.sg-recipient[data-state=ready]:has-text("${BOB}")`);
    await sendSecure(harness, ready);
    expect(headerOf(sentFiles(harness).at(-1)?.octets ?? new Uint8Array(0))).toMatch(/pkcs7-mime/);
  });

  it('locks what it decides, in the draft and in the settings, and says whom to ask', async () => {
    const sign = { value: 'always', text: 'Everything we send is signed.' };
    publish(rules(3, { settings: { sign, encrypt: { value: 'never' }, 'anchors.public': { value: false } } }));
    await restart();
    const pane = await draftTo([BOB], 'Locked');
    await isPressed(pane, SIGN, true);
    await isPressed(pane, ENCRYPT, false);
    expect([await pane.locator(SIGN).isDisabled(), await pane.locator(ENCRYPT).isDisabled()]).toEqual([true, true]);
    await discard();
    expect(await inForce()).toMatch(
      /in force: Rules 3[^]*Whether messages are signed: Everything we send is signed\. Questions/,
    );
    const settings = await harness.pane();
    await until(async () => (await settings.locator('input[name=encryptIfPossible]').count()) === 1);
    expect(await settings.locator('input[name=encryptIfPossible]').isDisabled()).toBe(true);
  });

  it('stays in force where the next one is unreachable, changed on its way, of another key, or older', async () => {
    const published = { folder: folder.path };
    const lax = rules(4, { settings: { sign: { value: 'never' } } });
    const stays = async (why: RegExp): Promise<void> => {
      await restart();
      const said = await inForce();
      expect([said, said]).toEqual([expect.stringMatching(/in force: Rules 3/), expect.stringMatching(why)]);
    };
    rmSync(`${published.folder}/policy.json`);
    await stays(/rules could not be fetched/);
    publish(lax);
    writeFileSync(`${published.folder}/policy.json`, JSON.stringify({ ...lax, name: 'Forged' }));
    await stays(/signature of your organisation’s rules is not right/);
    publish(lax, [next]);
    await stays(/signature of your organisation’s rules is not right/);
    publish(rules(2, {}));
    await stays(/Older rules of your organisation came/);
    const pane = await draftTo([BOB], 'Still signed');
    await isPressed(pane, SIGN, true);
    expect(await pane.locator(SIGN).isDisabled()).toBe(true);
  }, 60_000);

  it('does not lapse by a clock that is set back, neither for what has ended nor for what was replaced', async () => {
    const day = 86_400_000;
    const lax = { settings: { sign: { value: 'never' } }, expires: new Date(Date.now() + day).toISOString() };
    const holds = async (ahead: number, why: readonly RegExp[]): Promise<void> => {
      await startWorkersAt(harness, ahead);
      await restart();
      const said = await inForce();
      for (const one of [/in force: Rules 4/, ...why]) expect(said).toMatch(one);
    };
    publish(rules(4, { settings: { sign: { value: 'always' } } }));
    await holds(0, []);
    publish(rules(5, lax));
    await holds(2 * day, [/rules have expired/]);
    await holds(0, [/rules have expired/, /clock of this computer was set back/]);
    publish(rules(3, lax));
    await holds(0, [/Older rules/, /clock of this computer was set back/]);
    rmSync(`${folder.path}/policy.json`);
    await holds(0, [/could not be fetched/, /clock of this computer was set back/]);
    const pane = await draftTo([BOB], 'Signed whatever the clock says');
    await isPressed(pane, SIGN, true);
    expect(await pane.locator(SIGN).isDisabled()).toBe(true);
  }, 90_000);

  /** Holds the server's answer back until it is called. */
  const slowServer = async (): Promise<() => void> => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await harness.context.route(
      '**/policy/*.json',
      async (route) => {
        await held;
        await route.continue();
      },
      { times: 1 },
    );
    return release;
  };

  it('is there at once as it was known, and what its server brings later applies to the pane that is open', async () => {
    publish(rules(6, { settings: { sign: { value: 'always' } } }));
    await restart();
    expect(await inForce()).toMatch(/in force: Rules 6/);
    publish(rules(7, { settings: { sign: { value: 'always' }, 'anchors.public': { value: false } } }));
    const release = await slowServer();
    await restart();
    expect(await inForce()).toMatch(/in force: Rules 6/);
    const pane = await harness.pane();
    const publicAnchors = pane.locator('input[name=publicAnchors]');
    expect(await publicAnchors.isDisabled()).toBe(false);
    release();
    await pane.waitForSelector('.sg-policy:has-text("Rules 7")');
    await until(() => publicAnchors.isDisabled());
  }, 60_000);

  it('is said to be fetched where none is known yet, and nothing is opened before', async () => {
    deploy([next.key], 'late');
    publish(rules(1, { name: 'Late' }), [next], 'late');
    const release = await slowServer();
    await restart();
    await openMessage(harness, 'Lunch on Friday?');
    const pane = await openReadPane(harness);
    await pane.waitForSelector('text=/rules are being fetched/');
    expect(await pane.locator('.sg-card, .pane-send').count()).toBe(0);
    release();
    await pane.waitForSelector('.sg-card');
    expect(await inForce()).toMatch(/in force: Late/);
    deploy([signer.key]);
  }, 60_000);

  it('comes from a new key once the manifest names it, and both sign until all have that', async () => {
    publish(rules(8, {}), [signer, next]);
    await restart();
    expect(await inForce()).toMatch(/in force: Rules 8/);
    deploy([next.key]);
    publish(rules(9, {}), [next]);
    await restart();
    expect(await inForce()).toMatch(/in force: Rules 9/);
  });

  it('sends separate messages where rules differ between recipients and it says so, and shows that before', async () => {
    const settings = {
      sign: { value: 'always', change: 'free' },
      encrypt: { value: 'offer' },
      mixedRecipients: { value: 'split' },
    };
    publish(rules(10, { settings, rules: [{ id: 'bob', when: { recipient: [BOB] }, encrypt: 'require' }] }), [next]);
    await restart();
    // Dan is never signed to, since the user made that exception.
    const pane = await draftTo([BOB, DAN], 'In two messages');
    await pane.waitForSelector('.sg-messages');
    expect(await pane.innerText('.sg-messages')).toMatch(
      /Signed and encrypted: bob@signet\.example\s+Unprotected: dan@signet\.example/,
    );
    expect(await pane.locator(`.sg-recipient[data-state=missing]`).count()).toBe(0);
    await pictures(harness, 'policy-split');
    const before = sentFiles(harness).length;
    await sendSecure(harness, pane);
    const headers = sentFiles(harness)
      .slice(before)
      .map(({ octets }) => headerOf(octets));
    expect(headers).toEqual([
      expect.stringMatching(/pkcs7-mime/),
      expect.not.stringMatching(/pkcs7|multipart\/signed/),
    ]);
    expect(headers[0]).not.toContain(DAN);
    expect(headers[1]).toContain(DAN);
    expect(headers[1]).not.toContain(BOB);
  });

  it('has what is decided written down, to be read and saved and not to be erased', async () => {
    const settings = { sign: { value: 'always' }, encrypt: { value: 'never' }, record: { value: true } };
    publish(rules(11, { settings }), [next]);
    await restart();
    const pane = await draftTo([BOB], 'Written down');
    await isPressed(pane, SIGN, true);
    await sendSecure(harness, pane);
    // Nothing waits for a line to be written, and the settings read the record once, as they open.
    const lines = async () => {
      await inForce();
      const panel = (await harness.pane()).locator('.sg-record');
      const line = panel.filter({ hasText: '1 line' });
      return line.waitFor({ timeout: 5_000 }).then(
        () => panel,
        () => undefined,
      );
    };
    const record = (await lines()) ?? (await restart().then(lines));
    if (!record) throw new Error('no line was written');
    await record.locator('summary').click();
    expect(await record.locator('li').allInnerTexts()).toEqual([
      expect.stringMatching(/let go: signed to signet\.example/),
    ]);
    expect(await record.locator('button:has-text("Erase"), input[name=record]').evaluateAll(areDisabled)).toBe(true);
    const saved = harness.page.waitForEvent('download');
    await record.locator('button:has-text("JSON")').click();
    const text = readFileSync(await (await saved).path(), 'utf8');
    expect(JSON.parse(text)).toMatchObject([{ event: 'let-go', to: ['signet.example'], sign: true, encrypt: false }]);
    expect(text).not.toMatch(/Written down|bob@/i);
  }, 60_000);

  it('refuses to send what is encrypted from Outlook’s draft where it is to be written in the pane, and sends it from there', async () => {
    const settings = { encrypt: { value: 'always' }, writing: { value: 'pane' } };
    publish(rules(12, { settings }), [next]);
    await restart();
    const pane = await draftTo([BOB], 'Not by way of a draft');
    await isPressed(pane, ENCRYPT, true);
    const before = sentFiles(harness).length;
    await pane.click('.pane-send:enabled');
    await pane.waitForSelector('.sg-notice [data-code=write-here]');
    expect(await pane.innerText('.sg-notice:has([data-code=write-here])')).toMatch(
      /wants encrypted messages written in this pane[^]*not sent from there\. Write the text here[^]*Write it in this pane/,
    );
    expect(sentFiles(harness)).toHaveLength(before);
    await pane.click('.sg-notice [data-step=write-here]');
    await pane.fill('[data-field=text]', 'Only here');
    await pane.click('.pane-send:enabled');
    await pane.click('[data-step=remove-draft]');
    await harness.page.waitForSelector('.compose', { state: 'detached' });
    const sent = sentFiles(harness).slice(before);
    expect(sent.map(({ octets }) => headerOf(octets))).toEqual([expect.stringMatching(/pkcs7-mime/)]);
  });

  it('may have the earlier form, without version, and is strict where it was never had', async () => {
    deploy([next.key], 'earlier');
    await restart();
    expect(await inForce()).toMatch(/could not be read\. Until then all mail is signed/);
    publish({ publicAuthorities: false }, [next], 'earlier');
    await restart();
    expect(await inForce()).toMatch(/Rules of your organisation are in force\.[^]*Which authorities are trusted/);
  });

  it('goes from one version of documents to the next, and stays where it is of one that this program does not know', async () => {
    const locked = { settings: { sign: { value: 'always', text: 'All is signed.' } } };
    publish(rules(1, { name: 'Second form', ...locked }), [next], 'earlier');
    await restart();
    expect(await inForce()).toMatch(/in force: Second form[^]*All is signed/);
    publish({ ...rules(2, { name: 'Third form', settings: {} }), version: 3 }, [next], 'earlier');
    await restart();
    expect(await inForce()).toMatch(/in force: Second form[^]*cannot be read[^]*All is signed/);
    const pane = await draftTo([BOB], 'By the second form');
    await isPressed(pane, SIGN, true);
    expect(await pane.locator(SIGN).isDisabled()).toBe(true);
  });
});
