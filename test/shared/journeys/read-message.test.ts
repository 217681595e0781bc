import { type Bytes, concat } from '../../../shared/base/bytes';
import { readMessage, type ReadMessage } from '../../../shared/journeys/read-message';
import { type SenderHistory } from '../../../shared/ports/sender-history';
import { type SignatureRecords } from '../../../shared/ports/signature-records';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { protectEntity } from '../../../shared/smime/protect-message';
import { type SenderRecord } from '../../../shared/verdict/continuity';
import { type Party } from '../../support/test-ca';
import { ALICE, type Cast, createCast, entityOf, issue, messageOf, NOW, signerOf } from '../smime/messages';
import { memoryPorts } from './memory-ports';

const DAY = 86_400_000;
const later = (days: number): Date => new Date(NOW.getTime() + days * DAY);

let cast: Cast;
let shortLived: Party;
beforeAll(async () => {
  cast = await createCast();
  shortLived = await issue(cast.ca, ALICE, { notAfter: later(10) });
});

interface Memory {
  readonly records: Map<string, Date>;
  readonly senders: Map<string, SenderRecord>;
}
const memory = (): Memory => ({ records: new Map(), senders: new Map() });

const recordsOf = ({ records }: Memory): SignatureRecords => ({
  find: (key) => Promise.resolve(records.has(key) ? { verifiedAt: records.get(key) as Date } : undefined),
  remember: (key, { verifiedAt }) => Promise.resolve(void records.set(key, verifiedAt)),
  clear() {
    records.clear();
    return Promise.resolve();
  },
});
const historyOf = ({ senders }: Memory): SenderHistory => ({
  find: (address) => Promise.resolve(senders.get(address)),
  update(address, change) {
    const next = change(senders.get(address));
    if (next) senders.set(address, next);
    return Promise.resolve();
  },
  writersTo: () => Promise.resolve(0),
  clear() {
    senders.clear();
    return Promise.resolve();
  },
});
const broken = {
  find: () => Promise.reject(new Error('the store is gone')),
  update: () => Promise.reject(new Error('the store is gone')),
  remember: () => Promise.reject(new Error('the store is gone')),
  writersTo: () => Promise.reject(new Error('the store is gone')),
  clear: () => Promise.reject(new Error('the store is gone')),
};

async function read(octets: Bytes, kept: Memory | 'broken' | 'none', now = NOW): Promise<ReadMessage> {
  const ports = await memoryPorts({ own: [], anchors: [cast.ca.certificate], now });
  const stores =
    kept === 'none'
      ? {}
      : kept === 'broken'
        ? { signatureRecords: broken, senderHistory: broken }
        : { signatureRecords: recordsOf(kept), senderHistory: historyOf(kept) };
  return (await readMessage(octets, { ...ports, ...stores })).message;
}

const signed = async (party: Party, text: string, from = ALICE): Promise<Bytes> =>
  messageOf(
    await protectEntity({ entity: entityOf(text), sign: { signer: signerOf(party), form: 'clear', signingTime: NOW } }),
    from,
  );
const codes = ({ view }: ReadMessage): readonly string[] => view.summary.reasons.map(({ code }) => code);
const keyOf = ({ view }: ReadMessage): string => view.signatures[0]?.recordKey ?? '';

describe('a certificate that expires after its signature was verified', () => {
  it('leaves the signature good where a record says so, and both days are said', async () => {
    const octets = await signed(shortLived, 'Hello\r\n');
    const kept = memory();
    kept.records.set(keyOf(await read(octets, kept)), later(1));
    const { view } = await read(octets, kept, later(20));
    expect(view.summary.state).toBe('signed-valid');
    expect(view.summary.reasons[0]).toMatchObject({ code: 'expired-since', expected: later(1).toISOString() });
    expect(view.signatures[0]).toMatchObject({ path: 'valid', revocation: 'good', verifiedBefore: later(1) });
  });

  it('spoils it where there is no record, which is said; the signing time proves nothing', async () => {
    const octets = await signed(shortLived, 'Hello\r\n');
    for (const kept of [memory(), 'broken'] as const) {
      const message = await read(octets, kept, later(20));
      expect(message.view.summary.state).toBe('signed-untrusted');
      expect(codes(message).slice(0, 2)).toEqual(['expired', 'no-record']);
    }
    expect(codes(await read(octets, 'none', later(20)))).not.toContain('no-record');
  });

  it('spoils it where the record is of another signature, or from before the certificate, or of the future', async () => {
    const octets = await signed(shortLived, 'Hello\r\n');
    const other = keyOf(await read(await signed(shortLived, 'Other\r\n'), 'none'));
    const key = keyOf(await read(octets, 'none'));
    expect(key).not.toBe(other);
    for (const [name, at] of [
      [other, later(1)],
      [key, later(-4000)],
      [key, later(30)],
    ] as const) {
      const kept = memory();
      kept.records.set(name, at);
      expect((await read(octets, kept, later(20))).view.summary.state).toBe('signed-untrusted');
    }
  });

  it('is remembered by nothing that stands around it, and only where revocation was good', async () => {
    const octets = await signed(shortLived, 'Hello\r\n');
    const kept = memory();
    const message = await read(octets, kept);
    expect(kept.records.size).toBe(0);
    const moved = await read(concat([new TextEncoder().encode('X-Folder: 1\r\n'), octets]), kept);
    expect(keyOf(moved)).toBe(keyOf(message));
    expect(keyOf(message)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a certificate that comes with a message', () => {
  it('is kept, but where nothing is to be harvested', async () => {
    const octets = await signed(shortLived, 'Hello\r\n');
    const ports = await memoryPorts({ own: [], anchors: [cast.ca.certificate], now: NOW });
    expect((await readMessage(octets, { ...ports, harvests: false })).message.newCorrespondent).toBeUndefined();
    expect((await readMessage(octets, ports)).message.newCorrespondent).toBe(ALICE);
  });
});

describe('what earlier messages say', () => {
  it('is the first, then the same key, and changes the verdict nowhere', async () => {
    const kept = memory();
    const [first, second] = await Promise.all([signed(cast.alice, 'One\r\n'), signed(cast.alice, 'Two\r\n')]);
    expect((await read(first, kept)).continuity).toEqual({ kind: 'first', address: ALICE });
    expect((await read(first, kept)).continuity?.kind).toBe('first');
    expect((await read(second, kept, later(1))).continuity).toMatchObject({ kind: 'same', since: NOW, count: 1 });
    expect((await read(second, 'broken')).continuity).toBeUndefined();
    expect((await read(second, 'broken')).view).toEqual((await read(second, memory())).view);
  });

  it('tells a new certificate from the same authority, and feeds on no signature that is not good', async () => {
    const kept = memory();
    await read(await signed(cast.alice, 'One\r\n'), kept);
    await read(await signed(cast.impostor, 'Forged\r\n'), kept);
    expect(kept.senders.get(ALICE)?.signers).toHaveLength(1);
    const { continuity } = await read(await signed(shortLived, 'Two\r\n'), kept);
    expect(continuity).toMatchObject({
      kind: 'new-certificate',
      was: { issuer: parseCertificate(cast.alice.certificate).issuer.text },
    });
  });

  it('is that they usually sign, once three were and this one is not, or not validly', async () => {
    const kept = memory();
    const plain = messageOf(entityOf('Pay at once\r\n'));
    expect((await read(plain, kept)).continuity).toBeUndefined();
    expect(kept.senders.size).toBe(0);
    for (const text of ['One\r\n', 'Two\r\n', 'Three\r\n', 'Four\r\n'])
      await read(await signed(cast.alice, text), kept);
    expect((await read(plain, kept)).continuity).toMatchObject({ kind: 'usually-signed', count: 4 });
    expect((await read(await signed(cast.impostor, 'Pay\r\n'), kept)).continuity?.kind).toBe('usually-signed');
    const expired = await read(await signed(cast.alice, 'Old\r\n'), kept, later(20_000));
    expect([expired.view.summary.state, expired.continuity]).toEqual(['signed-untrusted', undefined]);
  });
});
