import { type Bytes, type Der, equal } from '../../../shared/base/bytes';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type ValidatedPath } from '../../../shared/pkix/path-validation';
import { type RevocationItem } from '../../../shared/pkix/revocation';
import { type OpenedMessage } from '../../../shared/smime/open-context';
import { openOctets } from '../../../shared/smime/open-message';
import { signEntity } from '../../../shared/smime/protect-message';
import { generateKeyPair, TestCa } from '../../support/test-ca';
import { crlEntry, makeCrl } from '../../support/test-revocation';
import { ALICE, entityOf, messageOf, NOW, signerOf } from './messages';

/* An issuing authority with two certificates, from two roots: two paths, of which different things are known. */

const day = (offset: number): Date => new Date(NOW.getTime() + offset * 86_400_000);
const WEEK = { thisUpdate: day(-1), nextUpdate: day(6) };
type Origin = RevocationItem['origin'];
const crl = (octets: Der, origin: Origin): RevocationItem => ({ kind: 'crl', octets, origin });

interface Two {
  readonly roots: readonly TestCa[];
  readonly issuing: readonly TestCa[];
  readonly message: Bytes;
  /** Of the end entity, whom nobody has revoked. */
  readonly leafList: Der;
}

async function createTwo(): Promise<Two> {
  const roots = await Promise.all(['Root A', 'Root B'].map((name) => TestCa.create(name, { now: NOW })));
  const keys = await generateKeyPair();
  const issuing = await Promise.all(roots.map((root) => root.subordinate({ commonName: 'Issuing' }, keys)));
  const [first] = issuing as [TestCa];
  const alice = await first.issue({ commonName: 'alice', addresses: [ALICE] });
  const entity = await signEntity(entityOf('text'), { signer: signerOf(alice), form: 'opaque', signingTime: NOW });
  return { roots, issuing, message: messageOf(entity, ALICE), leafList: await makeCrl(first, WEEK, []) };
}

let two: Two;
beforeAll(async () => {
  two = await createTwo();
});

const indexOf = ({ certificates }: ValidatedPath): number =>
  two.issuing.findIndex(({ certificate }) => certificates[1] && equal(certificates[1].der, certificate));

/** The list of the root of this path; revoked: with the issuing authority in it. */
function rootList(index: number, isRevoked: boolean, thisUpdate = WEEK.thisUpdate): Promise<Der> {
  const issuing = two.issuing[index] as TestCa;
  const entries = isRevoked ? [crlEntry({ certificate: issuing.certificate, at: day(-2), reason: 1 })] : [];
  return makeCrl(two.roots[index] as TestCa, { ...WEEK, thisUpdate }, entries);
}

/** Opens with what is kept of each path, by the order in which they are tried; gives that order, too. */
async function opened(
  kept: (index: number, isFirst: boolean) => Promise<readonly RevocationItem[]>,
  given: readonly RevocationItem[] = [],
): Promise<{ readonly message: OpenedMessage; readonly order: readonly number[] }> {
  const order: number[] = [];
  const cached = (path: ValidatedPath): Promise<readonly RevocationItem[]> => {
    const index = indexOf(path);
    if (!order.includes(index)) order.push(index);
    return kept(index, index === order[0]);
  };
  const message = await openOctets(two.message, {
    now: NOW,
    anchors: two.roots.map(({ certificate }) => parseCertificate(certificate)),
    intermediates: two.issuing.map(({ certificate }) => parseCertificate(certificate)),
    revocation: { data: { items: given }, required: false, cached },
  });
  return { message, order };
}

it('a path is good by what is kept of it, where the authority on the first one was revoked', async () => {
  const { message, order } = await opened(async (index, isFirst) => [
    crl(await rootList(index, isFirst), 'fetched'),
    crl(two.leafList, 'fetched'),
  ]);
  expect(order).toHaveLength(2);
  expect(message.signatures[0]).toMatchObject({ path: 'valid', revocation: 'good' });
});

it('a path whose authority is known to be revoked is not made good by an older list that came with the message', async () => {
  const nothing = (): Promise<readonly RevocationItem[]> => Promise.resolve([]);
  const enclosed = [crl(two.leafList, 'message')];
  const [first = 0] = (await opened(nothing, enclosed)).order;
  const older = crl(await rootList(1 - first, false, day(-3)), 'message');
  const believed = (index: number, isFirst: boolean): Promise<readonly RevocationItem[]> =>
    isFirst ? nothing() : rootList(index, true, day(-0.5)).then((list) => [crl(list, 'fetched')]);
  const { message, order } = await opened(believed, [...enclosed, older]);
  expect(order).toHaveLength(2);
  expect(message.signatures[0]?.revocation).not.toBe('good');
});
