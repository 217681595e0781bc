import { contextTag, der, integer, oid, sequence, setOf, TAG } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { utf8Bytes, type Bytes, type Der } from '../../../shared/base/bytes';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { validatePath } from '../../../shared/pkix/path-validation';
import { extension, generateKeyPair, type KeyPair, nameOf, TestCa } from '../../support/test-ca';

const text = (tag: number, value: string): Der => der(contextTag(tag, 'primitive'), utf8Bytes(value));
const mail = (value: string): Der => text(1, value);
const dns = (value: string): Der => text(2, value);
const uri = (value: string): Der => text(6, value);
const ip = (...octets: number[]): Der => der(contextTag(7, 'primitive'), Uint8Array.from(octets));
const directory = (name: Der): Der => der(contextTag(4), name);
const other = (type: string, value: Bytes): Der => der(contextTag(0), oid(type), der(contextTag(0), value));
const smtpUtf8 = (value: string): Der => other(OID.smtpUtf8Mailbox, der(TAG.utf8String, utf8Bytes(value)));

const attribute = (type: string, tag: number, value: string): Der =>
  setOf([sequence(oid(type), der(tag, utf8Bytes(value)))]);
const unit = (value: string): Der => attribute('2.5.4.11', TAG.utf8String, value);
const organisation = (...units: string[]): Der =>
  sequence(attribute('2.5.4.10', TAG.printableString, 'Acme  Corp'), ...units.map(unit));

function constraints(permitted: readonly Der[], excluded: readonly Der[] = []): Der {
  const list = (tag: number, bases: readonly Der[]): readonly Der[] =>
    bases.length === 0 ? [] : [der(contextTag(tag), ...bases.map((base) => sequence(base)))];
  return extension(OID.nameConstraints, sequence(...list(0, permitted), ...list(1, excluded)), true);
}

let keys: KeyPair;
let root: TestCa;
beforeAll(async () => {
  keys = await generateKeyPair();
  root = await TestCa.create('Root');
});

interface Case {
  readonly permitted?: readonly Der[];
  readonly excluded?: readonly Der[];
  readonly names?: readonly Der[];
  readonly subject?: Der;
}

/** Codes of a path through an authority with the constraints to a person with the names. */
async function codesFor({
  permitted = [],
  excluded = [],
  names = [],
  subject = nameOf('Alice'),
}: Case): Promise<readonly string[]> {
  const middle = await root.subordinate({ commonName: 'Middle', extraExtensions: [constraints(permitted, excluded)] });
  return codesBelow(middle, names, subject);
}

async function codesBelow(
  middle: TestCa,
  names: readonly Der[],
  subject = nameOf('Alice'),
): Promise<readonly string[]> {
  const extraExtensions = names.length === 0 ? [] : [extension(OID.subjectAltName, sequence(...names))];
  const leaf = await middle.issue({ commonName: 'Alice', subject, extraExtensions }, keys);
  const verdict = await validatePath({
    certificate: parseCertificate(leaf.certificate),
    candidates: leaf.chain.map(parseCertificate),
    anchors: [parseCertificate(root.certificate)],
    at: new Date(),
    purpose: 'sign',
  });
  return verdict.state === 'valid' ? ['valid'] : verdict.reasons.map(({ code }) => code);
}

type Row = readonly [what: string, Case];

describe('name constraints allow', () => {
  it.each<Row>([
    ['a mailbox at the host', { permitted: [mail('a.test')], names: [mail('x@A.test')] }],
    ['a mailbox below the domain', { permitted: [mail('.a.test')], names: [mail('x@b.a.test')] }],
    ['the one mailbox', { permitted: [mail('x@a.test')], names: [mail('x@A.TEST')] }],
    [
      'an international mailbox at the host',
      { permitted: [mail('xn--bcher-kva.test')], names: [smtpUtf8('имя@bücher.test')] },
    ],
    ['a mailbox beside an excluded host', { excluded: [mail('b.test')], names: [mail('x@a.test')] }],
    ['a host and those below it', { permitted: [dns('a.test')], names: [dns('a.test'), dns('x.y.a.test')] }],
    ['a URI of the host', { permitted: [uri('a.test')], names: [uri('https://u@a.test:8443/x')] }],
    ['an address of the network', { permitted: [ip(10, 0, 0, 0, 255, 0, 0, 0)], names: [ip(10, 9, 8, 7)] }],
    [
      'a name of the directory, folded',
      { permitted: [directory(organisation('Mail'))], subject: organisation('  mAIL ', 'X') },
    ],
    ['names of other forms than those constrained', { permitted: [dns('a.test')], names: [mail('x@b.test')] }],
    [
      'a form nobody can compare while it is not constrained',
      { permitted: [mail('a.test')], names: [other('1.2.3', sequence())] },
    ],
    ['a person without any name of the form', { permitted: [mail('a.test')] }],
  ])('%s', async (_, one) => {
    expect(await codesFor(one)).toEqual(['valid']);
  });
});

describe('name constraints forbid', () => {
  it.each<Row>([
    ['a mailbox at another host', { permitted: [mail('a.test')], names: [mail('x@b.test')] }],
    ['a mailbox below the host', { permitted: [mail('a.test')], names: [mail('x@c.a.test')] }],
    ['a mailbox at the domain itself', { permitted: [mail('.a.test')], names: [mail('x@a.test')] }],
    ['a mailbox of another', { permitted: [mail('x@a.test')], names: [mail('y@a.test')] }],
    [
      'one bad mailbox beside a good one',
      { permitted: [mail('a.test')], names: [mail('x@a.test'), mail('ceo@b.test')] },
    ],
    ['an excluded mailbox in another case', { excluded: [mail('root@a.test')], names: [mail('Root@A.test')] }],
    ['an international mailbox at an excluded host', { excluded: [mail('a.test')], names: [smtpUtf8('имя@a.test')] }],
    ['a mailbox that is none', { permitted: [mail('a.test')], names: [mail('x@b.test@a.test')] }],
    [
      'the subject’s emailAddress',
      { excluded: [mail('b.test')], subject: sequence(attribute(OID.emailAddress, TAG.ia5String, 'x@b.test')) },
    ],
    [
      'the subject’s emailAddress beside good names',
      {
        permitted: [mail('a.test')],
        names: [mail('x@a.test')],
        subject: sequence(attribute(OID.emailAddress, TAG.ia5String, 'x@b.test')),
      },
    ],
    ['a host whose name only ends alike', { permitted: [dns('a.test')], names: [dns('ba.test')] }],
    ['a wildcard that may stand for an excluded host', { excluded: [dns('x.a.test')], names: [dns('*.a.test')] }],
    ['a host that is no host name', { permitted: [dns('a.test')], names: [dns('x%.a.test')] }],
    ['a URI of another host', { permitted: [uri('.a.test')], names: [uri('https://a.test/')] }],
    ['a URI without host', { permitted: [uri('a.test')], names: [uri('urn:a.test')] }],
    ['an address outside', { permitted: [ip(10, 0, 0, 0, 255, 0, 0, 0)], names: [ip(11, 0, 0, 1)] }],
    [
      'an address of another kind',
      { permitted: [ip(10, 0, 0, 0, 255, 0, 0, 0)], names: [ip(...new Array<number>(16).fill(10))] },
    ],
    ['another directory', { permitted: [directory(organisation('Mail'))], subject: organisation('Web') }],
    [
      'an alternative name of another directory',
      { permitted: [directory(nameOf('Alice'))], names: [directory(nameOf('Bob'))] },
    ],
    ['a form nobody can compare', { permitted: [other('1.2.3', sequence())], names: [other('1.2.3', sequence())] }],
    [
      'an excluded form nobody can compare',
      { excluded: [other('1.2.3', sequence())], names: [other('1.2.3', sequence())] },
    ],
    [
      'what is permitted and excluded',
      { permitted: [mail('a.test')], excluded: [mail('x@a.test')], names: [mail('x@a.test')] },
    ],
  ])('%s', async (_, one) => {
    expect(await codesFor(one)).toEqual(['name-constraints']);
  });
});

describe('name constraints of several authorities', () => {
  const below = async (upper: readonly Der[], lower: readonly Der[], name: string): Promise<readonly string[]> => {
    const first = await root.subordinate({ commonName: 'Upper', extraExtensions: [constraints(upper)] });
    const second = await first.subordinate({ commonName: 'Lower', extraExtensions: [constraints(lower)] });
    return codesBelow(second, [mail(name)]);
  };

  it('hold together: a lower one narrows and never widens', async () => {
    const [wide, narrow] = [[mail('.test'), mail('a.test')], [mail('a.test')]];
    expect(await below(wide, narrow, 'x@a.test')).toEqual(['valid']);
    expect(await below(wide, narrow, 'x@b.test')).toEqual(['name-constraints']);
    expect(await below(narrow, wide, 'x@b.test')).toEqual(['name-constraints']);
    expect(await below([mail('a.test')], [mail('b.test')], 'x@b.test')).toEqual(['name-constraints']);
  });

  it('hold for the authorities below them too', async () => {
    const allowed = directory(nameOf('Lower'));
    const middle = await root.subordinate({ commonName: 'Middle', extraExtensions: [constraints([allowed])] });
    expect(await codesBelow(await middle.subordinate({ commonName: 'Lower' }), [], nameOf('Lower'))).toEqual(['valid']);
    expect(await codesBelow(await middle.subordinate({ commonName: 'Elsewhere' }), [], nameOf('Lower'))).toEqual([
      'name-constraints',
    ]);
  });
});

describe('name constraints that cannot be read', () => {
  it.each([
    ['nothing in them', extension(OID.nameConstraints, sequence(), true)],
    [
      'a minimum distance',
      extension(
        OID.nameConstraints,
        sequence(der(contextTag(0), sequence(mail('a.test'), der(contextTag(0, 'primitive'), Uint8Array.of(1))))),
        true,
      ),
    ],
    ['a network with holes', constraints([ip(10, 0, 0, 0, 255, 0, 255, 0)])],
    ['an address without mask', constraints([ip(10, 0, 0, 0)])],
    ['a domain with a dot in front', constraints([dns('.a.test')])],
    ['a mailbox without local part', constraints([mail('@a.test')])],
    ['hosts by a star', constraints([mail('*.a.test')])],
    ['an address with its scheme', constraints([mail('mailto:x@a.test')])],
    ['a number', extension(OID.nameConstraints, integer(1))],
  ])('make the path invalid: %s', async (_, broken) => {
    const middle = await root.subordinate({ commonName: 'Middle', extraExtensions: [broken] });
    expect(await codesBelow(middle, [])).toEqual(['malformed-certificate']);
  });

  it('make it undetermined where there are too many', async () => {
    const many = Array.from({ length: 1200 }, (_, i) => mail(`h${i}.test`));
    const names = Array.from({ length: 300 }, (_, i) => mail(`x${i}@h1199.test`));
    expect(await codesFor({ permitted: many, names })).toEqual(['limit']);
  });
});
