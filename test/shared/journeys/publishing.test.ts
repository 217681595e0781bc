import { equal } from '../../../shared/base/bytes';
import { prepareSend, readiness, type SendPorts } from '../../../shared/journeys/send-message';
import { makePlan } from '../../../shared/journeys/plan-send';
import { makeTestIdentity } from '../../../shared/journeys/test-identity';
import { composeHeader } from '../../../shared/mime/compose-mime';
import { type Identity } from '../../../shared/ports/key-store';
import { type Party } from '../../support/test-ca';
import { ALICE, BOB, type Cast, createCast, entityOf, issue, NOW } from '../smime/messages';
import { memoryPorts, memoryVault } from './memory-ports';

const SIGNS = [0];
/** keyAgreement: the keys are on a curve. */
const OPENS = [4];

let cast: Cast;
let both: Party;
let signing: Party;
let opening: Party;
beforeAll(async () => {
  cast = await createCast();
  [both, signing, opening] = await Promise.all([
    issue(cast.ca, ALICE),
    issue(cast.ca, ALICE, { keyUsage: SIGNS }),
    issue(cast.ca, ALICE, { keyUsage: OPENS }),
  ]);
});

const MADE_HERE = { origin: 'here' } as const;
const COPIED = { origin: 'here', backedUpAt: NOW } as const;

/** Where the organisation wants a backup first; what is known of each identity stands beside it. */
async function portsOf(own: readonly (readonly [Party, Partial<Identity>])[]): Promise<SendPorts> {
  const ports = await memoryPorts({ own: own.map(([party]) => party), anchors: [cast.ca.certificate] });
  const facts = async (): Promise<readonly Identity[]> =>
    (await ports.keyStore.identities()).map((one) => {
      const [, more = {}] = own.find(([{ certificate }]) => equal(certificate, one.certificate)) ?? [];
      return { ...one, ...more };
    });
  return { ...ports, keyStore: { ...ports.keyStore, identities: facts }, publishing: 'after-backup' };
}

const draft = { from: ALICE, to: [BOB], cc: [], bcc: [], protection: { sign: true, encrypt: false } } as const;

async function signerOf(own: readonly (readonly [Party, Partial<Identity>])[], more: Partial<SendPorts> = {}) {
  const { signer, refusals } = await readiness(draft, { ...(await portsOf(own)), ...more });
  return signer ? signer.identity.certificate : refusals.map(({ code }) => code);
}

describe('the certificate of a key that was made here, where a backup is wanted first', () => {
  it('goes with no signature before there is one', async () => {
    expect(await signerOf([[both, MADE_HERE]])).toEqual(['identity-not-backed-up']);
    expect(await signerOf([[both, COPIED]])).toEqual(both.certificate);
  });

  it.each([['file'], ['organisation'], [undefined]] as const)(
    'is meant alone: one whose key came otherwise signs: %s',
    async (origin) => {
      expect(await signerOf([[both, origin === undefined ? {} : { origin }]])).toEqual(both.certificate);
    },
  );

  it('gives way to another that can sign, also where the user prefers it', async () => {
    const pair = [
      [both, MADE_HERE],
      [signing, MADE_HERE],
    ] as const;
    expect(await signerOf(pair)).toEqual(signing.certificate);
    const id = (await (await portsOf(pair)).keyStore.identities())[0]?.id;
    expect(await signerOf(pair, { preferredIdentity: () => Promise.resolve(id) })).toEqual(signing.certificate);
  });

  it('gives way to none that was made to try things out, unless the user prefers that', async () => {
    const vault = memoryVault();
    await makeTestIdentity(ALICE, { vault, clock: { now: () => NOW } });
    const [tried] = vault.entries.map((one) => ({ ...one, ...COPIED }));
    if (!tried) throw new Error('none was made');
    const { keyStore } = await portsOf([[both, MADE_HERE]]);
    const identities = async (): Promise<readonly Identity[]> => [tried, ...(await keyStore.identities())];
    const more = { keyStore: { ...keyStore, identities } };
    expect(await signerOf([], more)).toEqual(['identity-not-backed-up']);
    expect(await signerOf([], { ...more, preferredIdentity: () => Promise.resolve(tried.id) })).toEqual(
      tried.certificate,
    );
    const { toAnswerWith } = await makePlan(draft, { ...(await portsOf([])), ...more });
    expect(toAnswerWith).toBeUndefined();
  });

  it('says what stands against it otherwise, and nothing of a backup', async () => {
    const late = new Date(NOW.getTime() + 1_000 * 86_400_000);
    expect(await signerOf([[both, MADE_HERE]], { clock: { now: () => late } })).not.toContain('identity-not-backed-up');
    expect(await signerOf([[opening, MADE_HERE]])).toEqual(['no-identity']);
  });

  it('asks for nothing where the organisation does not', async () => {
    expect(await signerOf([[both, MADE_HERE]], { publishing: 'always' })).toEqual(both.certificate);
  });

  it.each([
    ['is not named beside a signature', MADE_HERE, false],
    ['is named once there is a backup', COPIED, true],
  ])('of a pair for encryption %s', async (_, facts, isNamed) => {
    const ports = await portsOf([
      [signing, MADE_HERE],
      [opening, facts],
    ]);
    const protection = { sign: true, encrypt: false, form: 'opaque' } as const;
    const person = (address: string) => ({ name: '', address });
    const header = composeHeader({
      from: person(ALICE),
      to: [person(BOB)],
      subject: 's',
      date: NOW,
      messageId: '<m@x>',
    });
    const prepared = await prepareSend({ ...draft, protection, header, entity: entityOf('words') }, ports);
    if (prepared.kind === 'refused') throw new Error(JSON.stringify(prepared.refusals));
    const written = Buffer.from(prepared.main.entity).toString('latin1');
    const octets = Buffer.from(written.split('\r\n\r\n')[1] ?? '', 'base64');
    expect(octets.includes(Buffer.from(signing.certificate))).toBe(true);
    expect(octets.includes(Buffer.from(opening.certificate))).toBe(isNamed);
  });
});
