import { type Bytes } from '../../shared/base/bytes';
import { canonicalForm } from '../../shared/mime/canonical-form';
import { parseCertificate } from '../../shared/pkix/certificate';
import { openOctets } from '../../shared/smime/open-message';
import { protectEntity } from '../../shared/smime/protect-message';
import { type Cast, contextOf, createCast, entityOf, messageOf, NOW, signerOf } from '../shared/smime/messages';

/**
 * A signature from outside around encryption is of whoever took the message and signed it again: it must never give its
 * mark to what comes out of the encryption, in whatever order layers stand.
 */
let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

/** Clear-signed, opaque-signed, encrypted with AES-CBC, with AES-GCM. */
const LAYERS = ['clear', 'opaque', 'cbc', 'gcm'] as const;
type LayerName = (typeof LAYERS)[number];
/** Outermost first. */
type Nesting = readonly LayerName[];

function* nestings(depth: number): Generator<Nesting> {
  if (depth === 0) return;
  for (const outer of LAYERS) {
    yield [outer];
    for (const inside of nestings(depth - 1)) yield [outer, ...inside];
  }
}

async function build(nesting: Nesting): Promise<Bytes> {
  let entity: Bytes = entityOf('Hello\r\n');
  for (const name of [...nesting].reverse()) {
    const common = { entity: canonicalForm(entity) };
    const encryptTo = [parseCertificate(cast.bob.certificate)];
    entity = await protectEntity(
      isSignature(name)
        ? { ...common, sign: { signer: signerOf(cast.alice), form: name, signingTime: NOW } }
        : { ...common, encryptTo, algorithm: name === 'gcm' ? 'aes-256-gcm' : 'aes-256-cbc' },
    );
  }
  return messageOf(entity);
}

const isSignature = (name: LayerName): name is 'clear' | 'opaque' => name === 'clear' || name === 'opaque';

/** Signed inside the innermost encryption, or signed and not encrypted. */
function isSignedInside(nesting: Nesting): boolean {
  const [innermost] = [...nesting].reverse();
  return innermost !== undefined && isSignature(innermost);
}

function protection(nesting: Nesting): string | undefined {
  if (nesting.every(isSignature)) return undefined;
  if (nesting.includes('gcm')) return 'authenticated';
  return isSignedInside(nesting) ? 'signed' : 'changeable';
}

it.each([...nestings(3)].map((nesting) => [nesting.join(' around '), nesting] as const))('%s', async (_, nesting) => {
  const opened = await openOctets(await build(nesting), contextOf(cast, cast.bob));
  const { summary, encryption } = opened;
  const outside = nesting.every((name) => !isSignature(name)) ? 'unsigned' : 'signed-untrusted';
  expect(summary.state).toBe(isSignedInside(nesting) ? 'signed-valid' : outside);
  expect(encryption.protection).toBe(protection(nesting));
  expect(summary.reasons.some(({ code }) => code === 'signed-ciphertext')).toBe(
    outside !== 'unsigned' && !isSignedInside(nesting),
  );
  expect(encryption.state).toBe(nesting.every(isSignature) ? 'none' : 'opened');
});
