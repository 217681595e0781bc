import { type Pin } from '../../shared/pkix/pin';
import { openOctets } from '../../shared/smime/open-message';
import { protectEntity } from '../../shared/smime/protect-message';
import { type Party } from '../support/test-ca';
import {
  ALICE,
  BOB,
  contextOf,
  createCast,
  entityOf,
  messageOf,
  NOW,
  signerOf,
  type Cast,
} from '../shared/smime/messages';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

/** A message signed by Alice, as one reads it who trusts no authority, only pins. */
async function read(pins: readonly Pin[], from = ALICE, extra: readonly (readonly [string, string])[] = []) {
  const signed = await protectEntity({
    entity: entityOf('as agreed\r\n'),
    sign: { signer: signerOf(cast.alice), form: 'clear', signingTime: NOW },
  });
  const context = { ...contextOf(cast), anchors: [], anchorIndex: undefined, pins };
  const { summary, signatures } = await openOctets(messageOf(signed, from, extra), context);
  return { state: summary.state, path: signatures[0]?.path, codes: summary.reasons.map(({ code }) => code) };
}

const pin = ({ certificate }: Party, address: string): Pin => ({ certificate, address });

describe('a pin', () => {
  it('confirms its certificate for its address, and the verdict says by whose word', async () => {
    const { state, path, codes } = await read([pin(cast.alice, ALICE)]);
    expect([state, path]).toEqual(['signed-valid', 'valid']);
    expect(codes[0]).toBe('pinned');
  });

  it('confirms nothing once it is taken away', async () => {
    expect(await read([])).toMatchObject({ state: 'signed-untrusted', path: 'invalid' });
  });

  it('does not speak for another certificate or another address', async () => {
    expect(await read([pin(cast.bob, ALICE)])).toMatchObject({ state: 'signed-untrusted', path: 'invalid' });
    expect(await read([pin(cast.alice, BOB)])).toMatchObject({ state: 'signed-untrusted', path: 'invalid' });
  });

  it('does not make its certificate speak for an address that it does not name', async () => {
    const { state, codes } = await read([pin(cast.alice, BOB)], BOB);
    expect(state).toBe('signed-untrusted');
    expect(codes).toContain('address-mismatch');
  });

  it('does not speak where there is a second From', async () => {
    const { state, path } = await read([pin(cast.alice, ALICE)], ALICE, [['From', BOB]]);
    expect([state, path]).toEqual(['signed-untrusted', 'invalid']);
  });
});
