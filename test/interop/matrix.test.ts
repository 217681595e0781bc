import { generateKeyPairSync } from 'node:crypto';
import { toBase64 } from '../../shared/base/base64';
import { asDer, type Bytes, type CanonicalOctets, concat, utf8Bytes } from '../../shared/base/bytes';
import { bodyOctets, decodedBody, type Entity, entityOctets, parseEntity } from '../../shared/mime/entity';
import { parseCertificate } from '../../shared/pkix/certificate';
import { type OpenedMessage } from '../../shared/smime/open-context';
import { openOctets } from '../../shared/smime/open-message';
import { encryptEntity, signEntity } from '../../shared/smime/protect-message';
import { certificateOf, SIGNING_TIME, signerOf } from '../shared/cms/parties';
import { unwrapWith } from '../shared/smime/messages';
import { generateKeyPair, type KeyPair, TestCa } from '../support/test-ca';
import { gpgsm } from './judges/gpgsm';
import { type Company, type EncryptionChoice, type Judge, type SignatureChoice } from './judges/judge';
import { nss } from './judges/nss';
import { openssl } from './judges/openssl';
import { type Algorithm, ALGORITHMS, type Direction, type Form, LIMITATIONS, SIZES } from './matrix-table';

/**
 * Every form and algorithm in three sizes, with three other implementations, in both directions: they read what we
 * write, and we read what they write as a message that is valid. Prints the whole table.
 */
let company: Company;
const judges = new Map<string, Judge>();
const JUDGES = { openssl, gpgsm, nss };

beforeAll(async () => {
  const ca = await TestCa.create('Interop CA');
  const person = async (name: string, keys: KeyPair): Promise<Awaited<ReturnType<TestCa['issue']>>> =>
    ca.issue({ commonName: name, addresses: [`${name}@example.test`] }, keys);
  company = {
    ca,
    people: {
      rsa: await person('rsa', await generateKeyPair('rsa-2048')),
      p256: await person('p256', await generateKeyPair('ec-p256')),
      p384: await person('p384', await generateKeyPair('ec-p384')),
      p521: await person('p521', subjectKeyPair('ec', { namedCurve: 'P-521' })),
      brainpool: await person('brainpool', subjectKeyPair('ec', { namedCurve: 'brainpoolP256r1' })),
      ed25519: await person('ed25519', await edwardsKeyPair()),
      x25519: await person('x25519', subjectKeyPair('x25519')),
    },
  };
  for (const [name, make] of Object.entries(JUDGES)) judges.set(name, make(company));
}, 60_000);

afterAll(() => {
  for (const judge of judges.values()) judge.close();
});

/** The test authority makes no Edwards keys; as a subject's they need no more than the public half. */
async function edwardsKeyPair(): Promise<KeyPair> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const sign = async (octets: Bytes): Promise<Bytes> =>
    new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, octets));
  return {
    kind: 'ec-p256',
    pkcs8: new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
    spki: asDer(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))),
    sign,
  };
}

/** Of a kind that the test authority does not make. */
function subjectKeyPair(...kind: readonly ['ec', { readonly namedCurve: string }] | readonly ['x25519']): KeyPair {
  const { privateKey, publicKey } =
    kind[0] === 'ec' ? generateKeyPairSync('ec', kind[1]) : generateKeyPairSync('x25519');
  return {
    kind: 'ec-p256',
    pkcs8: Uint8Array.from(privateKey.export({ type: 'pkcs8', format: 'der' })),
    spki: asDer(Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' }))),
    sign: () => Promise.reject(new Error('a subject key only')),
  };
}

/** A text entity of about `size` octets, canonical and without long lines. */
function entityOf(size: number): CanonicalOctets {
  const line = 'The quick brown fox jumps over the lazy dog, again and again.\r\n';
  const body = line.repeat(Math.max(1, Math.round(size / line.length)));
  return utf8Bytes(`Content-Type: text/plain\r\n\r\n${body}`) as CanonicalOctets;
}

const cmsEntity = (cms: Bytes): CanonicalOctets =>
  utf8Bytes(
    `Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n${toBase64(cms).replace(/.{76}/g, '$&\r\n')}\r\n`,
  ) as CanonicalOctets;

function clearEntity(content: Bytes, cms: Bytes): Bytes {
  const head = 'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b\r\n\r\n--b\r\n';
  const signature = `\r\n--b\r\nContent-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
  return concat([utf8Bytes(head), content, utf8Bytes(`${signature}${toBase64(cms)}\r\n--b--\r\n`)]);
}

/** The layers of a form, from inside out. */
const LAYERS: Readonly<Record<Form, readonly ('clear' | 'opaque' | 'envelope')[]>> = {
  detached: ['clear'],
  opaque: ['opaque'],
  enveloped: ['envelope'],
  'auth-enveloped': ['envelope'],
  'sign-then-encrypt': ['opaque', 'envelope'],
  'triple-wrap': ['opaque', 'envelope', 'clear'],
};

const signature = ({ signature }: Algorithm): SignatureChoice => signature as SignatureChoice;
const encryption = ({ encryption }: Algorithm): EncryptionChoice => encryption as EncryptionChoice;

async function weWrite(form: Form, algorithm: Algorithm, content: CanonicalOctets): Promise<Bytes> {
  let octets: Bytes = content;
  for (const layer of LAYERS[form]) {
    if (layer === 'envelope') {
      const { reader, algorithm: name, keyTransport } = encryption(algorithm);
      octets = await encryptEntity(octets, [certificateOf(company.people[reader])], name, {
        ...(keyTransport && { keyTransport }),
      });
    } else {
      const { signer: name, scheme } = signature(algorithm);
      const person = company.people[name];
      const sign = scheme === 'ed25519' ? { sign: (toBeSigned: Bytes) => person.keys.sign(toBeSigned) } : {};
      const signer = signerOf(person, scheme, sign);
      octets = await signEntity(octets as CanonicalOctets, { signer, form: layer, signingTime: SIGNING_TIME });
    }
  }
  return octets;
}

function theyRead(judge: Judge, form: Form, algorithm: Algorithm, octets: Bytes): Bytes {
  let entity = parseEntity(octets);
  let found: Bytes = octets;
  for (const layer of [...LAYERS[form]].reverse()) {
    if (layer === 'clear') {
      const [content, cms] = entity.children as readonly [Entity, Entity];
      found = entityOctets(content);
      judge.verify(decodedBody(cms), found);
    } else if (layer === 'opaque') found = judge.verify(decodedBody(entity));
    else found = judge.decrypt(decodedBody(entity), encryption(algorithm).reader);
    entity = parseEntity(found);
  }
  return found;
}

function theyWrite(judge: Judge, form: Form, algorithm: Algorithm, content: Bytes): Bytes {
  let octets = content;
  for (const layer of LAYERS[form]) {
    if (layer === 'clear') octets = clearEntity(octets, judge.sign(octets, signature(algorithm), 'detached'));
    else if (layer === 'opaque') octets = cmsEntity(judge.sign(octets, signature(algorithm), 'attached'));
    else octets = cmsEntity(judge.encrypt(octets, encryption(algorithm)));
  }
  return octets;
}

/** As mail: from the signer, with the authority trusted. */
async function weRead(algorithm: Algorithm, octets: Bytes): Promise<Bytes> {
  const from = algorithm.signature?.signer ?? 'rsa';
  const message = concat([utf8Bytes(`From: ${from}@example.test\r\nMIME-Version: 1.0\r\n`), octets]);
  const opened = await openOctets(message, {
    now: new Date(),
    anchors: [parseCertificate(company.ca.certificate)],
    intermediates: [],
    unwrap: unwrapWith(...Object.values(company.people)),
  });
  expect(opened.summary).toMatchObject({
    state: algorithm.signature ? 'signed-valid' : 'unsigned',
    encryption: algorithm.encryption ? 'opened' : 'none',
  });
  expectAlgorithm(algorithm, opened);
  return bodyOctets(opened.root);
}

/** A judge that has no choice writes what it likes: that is not what was asked for. */
function expectAlgorithm({ signature, encryption }: Algorithm, opened: OpenedMessage): void {
  const { contentAlgorithm, recipients } = opened.encryption;
  if (encryption) {
    const isOaep = recipients.some(({ algorithm }) => algorithm.startsWith('rsa-oaep'));
    expect([contentAlgorithm, isOaep]).toEqual([encryption.algorithm, encryption.keyTransport !== undefined]);
  }
  for (const { signatureAlgorithm } of opened.signatures) {
    expect(signature?.scheme.replace(/-?sha\d+$/, '')).toBe(signatureAlgorithm);
  }
}

async function exchange(
  judge: Judge,
  direction: Direction,
  form: Form,
  algorithm: Algorithm,
  size: number,
): Promise<void> {
  const content = entityOf(size);
  const found =
    direction === 'reads ours'
      ? bodyOctets(parseEntity(theyRead(judge, form, algorithm, await weWrite(form, algorithm, content))))
      : await weRead(algorithm, theyWrite(judge, form, algorithm, content));
  expect(Buffer.compare(found, bodyOctets(parseEntity(content)))).toBe(0);
}

const NAMES = Object.keys(JUDGES) as readonly Judge['name'][];
const FORMS = Object.keys(ALGORITHMS) as readonly Form[];
const DIRECTIONS: readonly Direction[] = ['reads ours', 'is read'];
const lines: string[] = [];

describe.each(NAMES)('%s', (name) => {
  describe.each(DIRECTIONS)('%s', (direction) => {
    it.each(FORMS)(
      '%s',
      async (form) => {
        const judge = judges.get(name) as Judge;
        const failures: string[] = [];
        for (const algorithm of ALGORITHMS[form]) {
          const limitation = LIMITATIONS[name].find(([, holds]) => holds({ ...algorithm, form, direction }));
          const sizes = limitation ? { small: 60 } : SIZES;
          const cells: string[] = [];
          for (const [label, size] of Object.entries(sizes)) {
            const failure = await exchange(judge, direction, form, algorithm, size).then(
              () => undefined,
              (thrown: unknown) => String(thrown).slice(0, 300),
            );
            if ((failure === undefined) === (limitation !== undefined)) {
              failures.push(`${algorithm.name}, ${label}: ${failure ?? `works, although ${limitation?.[0] ?? ''}`}`);
            }
            cells.push(failure === undefined ? `${label} ok` : `${label} ${limitation ? 'not supported' : 'FAILED'}`);
          }
          const cell = limitation ? `not supported: ${limitation[0]}` : cells.join(', ');
          lines.push(
            `  ${name.padEnd(8)} ${direction.padEnd(11)} ${form.padEnd(18)} ${algorithm.name.padEnd(44)} ${cell}`,
          );
        }
        expect(failures).toEqual([]);
      },
      120_000,
    );
  });
});

afterAll(() => {
  process.stdout.write(`interop\n${lines.join('\n')}\n`);
});
