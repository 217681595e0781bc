import { integer } from '../../../../shared/asn1/der';
import { OID } from '../../../../shared/asn1/oids';
import { toBase64, type Der } from '../../../../shared/index';
import { extension, TestCa } from '../../../support/test-ca';
import { crlEntry, makeCrl, makeOcsp } from '../../../support/test-revocation';
import { certificateOf, type DemoPerson } from '../../demo/demo-people';
import { Internet, resolveNames } from '../internet';
import { answerPermission, PAGE, verdictText } from '../popups';
import { managedValues, missingPrograms, Session, stopSessions } from '../session';
import { correspondent, listsAt, respondersAt, signedLetter } from './letters';
import { createTestWorld } from './world';

const missing = missingPrograms();
const MEGABYTE = 1 << 20;
const DAY = 86_400_000;

/** Addresses of the public Internet that nobody has (RFC 5737), and one of a network of one's own. */
const NAMES = {
  'ocsp.good.example': '203.0.113.10',
  'crl.revoked.example': '203.0.113.11',
  'crl.always.example': '203.0.113.12',
  'crl.slow.example': '203.0.113.13',
  'crl.endless.example': '203.0.113.14',
  'crl.forged.example': '203.0.113.15',
  'crl.elsewhere.example': '203.0.113.16',
  'crl.inside.example': '192.168.7.7',
  'crl.never.example': '203.0.113.17',
};

/** Everybody has a certificate that names another place. */
const PEOPLE: Readonly<Record<string, Der>> = {
  good: respondersAt('http://ocsp.good.example/'),
  revoked: listsAt('http://crl.revoked.example/list.crl'),
  always: listsAt('http://crl.always.example/list.crl'),
  slow: listsAt('http://crl.slow.example/list.crl'),
  endless: listsAt('http://crl.endless.example/list.crl'),
  forged: listsAt('http://crl.forged.example/list.crl'),
  elsewhere: listsAt('http://crl.elsewhere.example/list.crl'),
  inside: listsAt('http://crl.inside.example/list.crl', 'http://10.1.2.3/list.crl'),
  never: listsAt('http://crl.never.example/list.crl'),
};
const subjectOf = (name: string): string => `A letter of ${name}`;

async function answersIn(
  internet: Internet,
  authority: TestCa,
  people: ReadonlyMap<string, DemoPerson>,
): Promise<void> {
  const thisUpdate = new Date(Date.now() - DAY);
  const times = { thisUpdate, nextUpdate: new Date(Date.now() + DAY) };
  const of = (name: string): Der => certificateOf(people.get(name) as DemoPerson);
  const listing = (name: string): Promise<Der> =>
    makeCrl(authority, times, [crlEntry({ certificate: of(name), at: thisUpdate, reason: 1 })]);
  const good = { ...times, certificate: of('good'), issuer: authority.certificate, status: 'good' } as const;
  internet.place('http://ocsp.good.example/', await makeOcsp(authority, good));
  internet.place('http://crl.revoked.example/', await listing('revoked'));
  internet.place('http://crl.always.example/', await listing('always'));
  internet.place('http://crl.slow.example/', 'silence');
  internet.place('http://crl.endless.example/', { endless: 64 * MEGABYTE });
  const stranger = await TestCa.create('Public Root CA');
  const number = [extension(OID.cRLNumber, integer(9))];
  internet.place('http://crl.forged.example/', await makeCrl(stranger, times, [], number));
  internet.place('http://crl.elsewhere.example/', { redirect: `http://127.0.0.1:${internet.port}/inside` });
}

(missing.length > 0 ? describe.skip : describe)('revocation in Thunderbird', () => {
  let internet: Internet;
  let session: Session;

  beforeAll(async () => {
    internet = await Internet.start();
    const world = await createTestWorld();
    const authority = await TestCa.create('Public Root CA');
    const people = new Map<string, DemoPerson>();
    for (const [name, place] of Object.entries(PEOPLE)) people.set(name, await correspondent(authority, name, [place]));
    await answersIn(internet, authority, people);
    const letters = [...people.values()].map((from) =>
      signedLetter({ from, to: world.keys.alice, subject: subjectOf(from.key) }),
    );
    session = await Session.start(
      { ...world, messages: [] },
      {
        extraMessages: await Promise.all(letters),
        extraPreferences: internet.preferences,
        managed: { ...managedValues(world), anchors: [toBase64(authority.certificate)] },
      },
    );
    await resolveNames(session.chrome, NAMES);
    await session.chrome.openFolder('INBOX', people.size);
  }, 120_000);
  afterAll(async () => {
    await stopSessions();
    await internet.stop();
  }, 30_000);
  afterEach(() => session.chrome.closePopups());

  const show = (name: string) => session.chrome.showMessage(subjectOf(name), { status: true });

  /** Presses the button in the popup and tells what it then says. */
  async function check(name: string): Promise<string> {
    await show(name);
    await verdictText(session.chrome);
    return session.chrome.inMessagePopup<string>(`${PAGE}
      press(await until("the button", () => find(".sg-revocation-check button")));
      await until("the end of asking", () => find(".sg-revocation-check[aria-busy=false]") && find(".sg-revocation-check .sg-hint"));
      return text();`);
  }

  /** Waits for what stands beside the subject to become this. */
  const statusBecomes = (words: string): Promise<string> =>
    session.chrome.run<string>(
      `return until("the status " + args[0], () => {
        const said = messageWindow().document.getElementById("signet-status")?.textContent ?? "";
        return said.includes(args[0]) && said;
      });`,
      words,
    );

  const lookUp = (choice: string): Promise<unknown> =>
    session.chrome.inOptions(
      `${PAGE}
      const select = await until("the choice", () => find(".sg-revocation[aria-busy=false] select[name=lookup]"));
      choose(select, args[0]);
      await new Promise((r) => content.setTimeout(r, 300));
      return select.value;`,
      choice,
    );

  it('asks nobody before it was asked itself, and nobody it may not reach', async () => {
    expect((await show('good')).status).toBe('Signed · good@signet.example');
    expect(await check('good')).toContain('ocsp.good.example (status of the certificate): not asked: Signet may not');
    expect(internet.requests).toEqual([]);
  });

  it('is let reach other servers by Thunderbird’s own question, and only where that is answered with yes', async () => {
    await session.chrome.openOptions();
    const ask = `${PAGE} press(await until("the offer", () => find(".sg-revocation .sg-notice button", "Allow asking")));`;
    await session.chrome.inOptions(ask);
    expect(await answerPermission(session.chrome, 'deny')).toContain('Signet');
    await session.chrome.inOptions(ask);
    await session.pictures('permission');
    await answerPermission(session.chrome, 'allow');
    await session.chrome.inOptions(
      `${PAGE} await until("the offer to be gone", () => !find(".sg-revocation .sg-notice"));`,
    );
    await session.chrome.closeTab();
    expect(internet.requests).toEqual([]);
  });

  it('shows a certificate as not revoked once its authority says so, and gives nothing away but the question', async () => {
    const text = await check('good');
    expect(text).toContain('ocsp.good.example (status of the certificate): answered');
    expect(text).not.toContain('not checked');
    await session.pictures('revocation-good');
    const [request] = internet.requests;
    expect(internet.requests).toHaveLength(1);
    expect(request?.method).toBe('GET');
    expect(request?.headers).not.toHaveProperty('cookie');
    expect(request?.headers).not.toHaveProperty('referer');
  });

  it('takes the mark away from a revoked certificate, beside the subject too', async () => {
    expect((await show('revoked')).status).toBe('Signed · revoked@signet.example');
    const text = await check('revoked');
    expect(text).toContain('crl.revoked.example (list of revoked certificates): answered');
    expect(text).toMatch(/revoked/);
    expect(await statusBecomes('not confirmed')).toBe('Signature not confirmed');
    await session.pictures('revocation-revoked');
  });

  it.each([
    ['slow', 'no answer in time'],
    ['endless', 'the answer was too large'],
    ['forged', 'the answer could not be accepted'],
    ['elsewhere', 'no answer'],
  ])('believes nothing of what is %s', async (name, outcome) => {
    const begun = performance.now();
    expect(await check(name)).toContain(`crl.${name}.example (list of revoked certificates): ${outcome}`);
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect((await show(name)).status).toBe(`Signed · ${name}@signet.example`);
  });

  it('stops reading a little after ten megabytes, and follows no redirect', () => {
    expect(internet.taken.get('http://crl.endless.example/list.crl')).toBeLessThan(24 * MEGABYTE);
    expect(internet.requests.filter(({ url }) => url.includes('/inside'))).toEqual([]);
  });

  it('never asks at an address of one’s own network, by name or by number', async () => {
    const text = await check('inside');
    expect(text).toContain(
      'crl.inside.example (list of revoked certificates): not asked: the address may not be asked',
    );
    expect(text).toContain('10.1.2.3 (list of revoked certificates): not asked: the address may not be asked');
    expect([...internet.askedAt('crl.inside.example'), ...internet.askedAt('10.1.2.3')]).toEqual([]);
  });

  it('asks by itself for every message where that is wanted, and mends what stands beside the subject', async () => {
    await session.chrome.openOptions();
    await lookUp('always');
    await session.chrome.closeTab();
    await session.chrome.showMessage(subjectOf('always'));
    expect(await statusBecomes('not confirmed')).toBe('Signature not confirmed');
    expect(internet.askedAt('crl.always.example')).toHaveLength(1);
  });

  it('asks nobody and offers nothing where it is switched off', async () => {
    await session.chrome.openOptions();
    await lookUp('off');
    await session.chrome.closeTab();
    expect((await show('never')).status).toBe('Signed · never@signet.example');
    expect(await verdictText(session.chrome)).toContain('not checked for revocation');
    await session.chrome.pause(1_000);
    expect(await session.chrome.inMessagePopup(`${PAGE} return !find(".sg-revocation-check");`)).toBe(true);
    expect(internet.askedAt('crl.never.example')).toEqual([]);
  });
});
