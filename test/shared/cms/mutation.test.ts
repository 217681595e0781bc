import { type Bytes, indexOf } from '../../../shared/base/bytes';
import { children, contextTag, type Tlv } from '../../../shared/asn1/der';
import { errorCode } from '../../../shared/base/errors';
import { readContentInfo } from '../../../shared/cms/content-info';
import { decryptContent } from '../../../shared/cms/decrypt';
import { readEnvelope } from '../../../shared/cms/envelope';
import { readSignerInfo } from '../../../shared/cms/syntax/signed-data';
import { verifySignedData } from '../../../shared/cms/verify';
import { CONTENT, createWorld, encrypted, signed, type World } from './parties';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

function changed(octets: Bytes, place: number, by: number): Bytes {
  const copy = octets.slice();
  copy[place] = (copy[place] as number) ^ by;
  return copy;
}

/** 'intact', another integrity, or the code of what was thrown. */
async function outcome(cms: Bytes, detached?: Bytes): Promise<string> {
  try {
    const { signers, reasons } = await verifySignedData(detached ? { cms, detached } : { cms });
    if (reasons[0]) return reasons[0].code;
    return signers.every(({ integrity }) => integrity === 'intact') && signers.length > 0 ? 'intact' : 'not intact';
  } catch (thrown) {
    return errorCode(thrown);
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** What the signature covers or is: signed attributes, signature value, and the SignerInfo's algorithms. */
function signedRanges(cms: Bytes): Range[] {
  const { content } = readContentInfo(cms);
  const infos = children(content).at(-1) as Tlv;
  const [signerInfo] = children(infos);
  const parts = children(signerInfo as Tlv);
  const info = readSignerInfo(signerInfo as Tlv);
  const attributes = parts.find(({ tag }) => tag === contextTag(0)) as Tlv;
  const at = info.signature.byteOffset - cms.byteOffset;
  return [
    { start: attributes.start, end: attributes.end },
    { start: at, end: at + info.signature.length },
  ];
}

describe('any octet changed in what is signed', () => {
  it.each([
    ['rsa-sha256', 'rsa'],
    ['rsa-pss-sha256', 'rsa'],
    ['ecdsa-p256-sha256', 'p256'],
  ] as const)('is not intact: %s', async (scheme, name) => {
    const cms = await signed(world.parties[name], scheme);
    expect(await outcome(cms, CONTENT)).toBe('intact');
    for (const { start, end } of signedRanges(cms)) {
      for (let place = start; place < end; place += place - start < 40 ? 1 : 3) {
        const by = 1 << (place % 8);
        expect([place, await outcome(changed(cms, place, by), CONTENT)]).not.toContain('intact');
      }
    }
  });

  it('is not intact: attached content', async () => {
    const cms = await signed(world.parties.p256, 'ecdsa-p256-sha256', 'attached');
    const start = indexOf(cms, CONTENT);
    for (let place = start; place < start + CONTENT.length; place++) {
      expect(await outcome(changed(cms, place, 0x20))).not.toBe('intact');
    }
  });

  it('is not intact: detached content, also longer or shorter', async () => {
    const cms = await signed(world.parties.p256, 'ecdsa-p256-sha256');
    for (let place = 0; place < CONTENT.length; place++) {
      expect(await outcome(cms, changed(CONTENT, place, 0x20))).not.toBe('intact');
    }
    expect(await outcome(cms, CONTENT.slice(1))).not.toBe('intact');
    expect(await outcome(cms, Uint8Array.of(...CONTENT, 10))).not.toBe('intact');
    expect(await outcome(cms, new Uint8Array(0))).not.toBe('intact');
  });
});

const CODES = ['intact', 'not intact', 'malformed-cms', 'unsupported', 'limit', 'no-signers', 'content-missing'];

describe('octets changed anywhere', () => {
  it('end in a verdict or a code, never in anything else', async () => {
    const cms = await signed(world.parties.p256, 'ecdsa-p256-sha256', 'attached');
    for (let place = 0; place < cms.length; place++) {
      for (const by of [0x01, 0x80, 0xff]) {
        const found = await outcome(changed(cms, place, by));
        expect([place, by, CODES.includes(found)]).toEqual([place, by, true]);
      }
    }
  });

  it('or cut off do so too', async () => {
    const cms = await signed(world.parties.p256, 'ecdsa-p256-sha256');
    for (let length = 0; length < cms.length; length += 3) {
      expect(await outcome(cms.slice(0, length), CONTENT)).not.toBe('intact');
    }
  });

  it('of an envelope end in a code or in another content, never in anything else', async () => {
    const cms = await encrypted([world.parties.p256, world.parties.rsa], { algorithm: 'aes-256-gcm' });
    const expected = ['malformed-cms', 'unsupported', 'limit', 'decryption-failed'];
    for (let place = 0; place < cms.length; place++) {
      const found = await openingOutcome(changed(cms, place, 0x81));
      expect([place, expected.includes(found)]).toEqual([place, true]);
    }
  });
});

async function openingOutcome(cms: Bytes): Promise<string> {
  try {
    await decryptContent(readEnvelope(cms), new Uint8Array(32));
    return 'opened';
  } catch (thrown) {
    return errorCode(thrown);
  }
}
