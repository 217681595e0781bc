import { equal } from '../../shared/base/bytes';
import { unwrapContentKey } from '../../shared/cms/decrypt';
import { entityOctets } from '../../shared/mime/entity';
import { openPfx } from '../../shared/pkcs12/pfx';
import { parseCertificate } from '../../shared/pkix/certificate';
import { type OpenContext } from '../../shared/smime/open-context';
import { openOctets } from '../../shared/smime/open-message';
import { corpusCases, type CorpusCase, corpusFile, describeWithCorpora } from '../support/corpora';

interface PfxKey {
  readonly file: string;
  readonly password: string;
}

/** The keys of a row, as a key store would use them. */
async function unwrapOf({ keys }: CorpusCase): Promise<NonNullable<OpenContext['unwrap']>> {
  const files = (keys['pfx'] ?? []) as readonly PfxKey[];
  const opened = await Promise.all(files.map(({ file, password }) => openPfx(corpusFile(file), password)));
  const identities = opened.flatMap((one) => one.identities);
  return async (recipients) => {
    for (const { certificate, privateKey } of identities) {
      for (const recipient of recipients) {
        const key = await unwrapContentKey(recipient, { certificate: parseCertificate(certificate), privateKey });
        if (key) return key;
      }
    }
    return [];
  };
}

describeWithCorpora('what is inside the layers', () => {
  it('is the payload that the corpus has, octet for octet', async () => {
    const rows = corpusCases().filter(({ expected }) => typeof expected['payload'] === 'string');
    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const row of rows) {
      const context = { now: new Date('2026-11-01'), anchors: [], intermediates: [], unwrap: await unwrapOf(row) };
      const { root } = await openOctets(corpusFile(row.file), context);
      const isSame = equal(entityOctets(root), corpusFile(row.expected['payload'] as string));
      expect([row.id, isSame]).toEqual([row.id, true]);
    }
  });
});
