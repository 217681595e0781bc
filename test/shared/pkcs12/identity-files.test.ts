import { type Bytes, concat, utf8Bytes } from '../../../shared/base/bytes';
import { errorCode, SignetError } from '../../../shared/base/errors';
import { type IdentityFiles, openIdentityFiles } from '../../../shared/pkcs12/identity-files';
import { toBase64 } from '../../../shared/base/base64';
import { encodePfx } from '../../../shared/pkcs12/pfx';
import { pem, type ScratchFolder, withFolder } from '../../support/openssl';
import { generateKeyPair, type Party, TestCa } from '../../support/test-ca';
import { profileText } from './profiles';

const PASSPHRASE = 'geheim';
const NAME = { commonName: 'Alice', addresses: ['alice@signet.example'] };
let ca: TestCa;
let issuing: TestCa;
let rsa: Party;
let ec: Party;
beforeAll(async () => {
  ca = await TestCa.create('Root');
  issuing = await ca.subordinate({ commonName: 'Issuing' });
  rsa = await issuing.issue(NAME, await generateKeyPair('rsa-2048'));
  ec = await issuing.issue(NAME, await generateKeyPair('ec-p256'));
});

/** Files of one identity in a folder, for openssl to make others of. */
function withIdentity<T>(party: Party, body: (folder: ScratchFolder) => Promise<T> | T): Promise<T> {
  return withFolder((folder) => {
    folder.write('key.pem', pem('PRIVATE KEY', party.keys.pkcs8));
    folder.write('cert.pem', pem('CERTIFICATE', party.certificate));
    folder.write('chain.pem', party.chain.map((one) => pem('CERTIFICATE', one)).join(''));
    return body(folder);
  });
}

function made(folder: ScratchFolder, ...args: readonly string[]): Bytes {
  const run = folder.openssl(...args, '-out', 'made');
  if (run.status !== 0) throw new Error(run.stderr);
  return folder.read('made');
}

const EXPORT = ['pkcs12', '-export', '-inkey', 'key.pem', '-in', 'cert.pem', '-certfile', 'chain.pem'] as const;
const counts = ({ identities, keys, certificates, mac }: IdentityFiles): unknown => [
  identities.length,
  identities[0]?.chain.length,
  keys,
  certificates.length,
  mac,
];
const codeOf = (files: readonly Bytes[], passphrase = ''): Promise<string> =>
  openIdentityFiles(files, passphrase).then(() => 'opened', errorCode);

describe('PFX files', () => {
  it.each([
    ['OpenSSL 3 (AES-256)', []],
    ['Windows, macOS and OpenSSL 1 (RC2-40 and 3DES)', ['-legacy']],
    ['AES-192, which browsers may lack', ['-keypbe', 'AES-192-CBC', '-certpbe', 'AES-192-CBC']],
    ['AES-128 and 3DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'AES-128-CBC']],
    ['certificates in the open', ['-certpbe', 'NONE']],
  ])('of %s open with their passphrase, and with no other', async (_, options) => {
    await withIdentity(rsa, async (folder) => {
      const pfx = made(folder, ...EXPORT, '-passout', `pass:${PASSPHRASE}`, ...options);
      expect(counts(await openIdentityFiles([pfx], PASSPHRASE))).toEqual([1, 1, 1, 2, 'good']);
      expect(await codeOf([pfx], 'wrong')).toBe('passphrase');
      expect(await codeOf([pfx])).toBe('passphrase');
    });
  });

  it('without MAC open, and it is said', async () => {
    await withIdentity(ec, async (folder) => {
      const pfx = made(folder, ...EXPORT, '-passout', `pass:${PASSPHRASE}`, '-nomac');
      expect(counts(await openIdentityFiles([pfx], PASSPHRASE))).toEqual([1, 1, 1, 2, 'absent']);
    });
  });

  it('with a wrong MAC are told from a wrong passphrase', async () => {
    await withIdentity(ec, async (folder) => {
      const pfx = made(folder, ...EXPORT, '-passout', `pass:${PASSPHRASE}`);
      // The salt of the MAC is the last but one value, its count the last.
      pfx[pfx.length - 6] = (pfx[pfx.length - 6] as number) ^ 1;
      const refusal = await openIdentityFiles([pfx], PASSPHRASE).catch((thrown: unknown) => thrown as SignetError);
      expect(refusal).toMatchObject({ code: 'malformed-pfx', subject: 'mac' });
      expect(await codeOf([pfx], 'wrong')).toBe('passphrase');
    });
  });

  it.each([['Grüße'], ['pässwörd€'], ['𝔊𝔢𝔥𝔢𝔦𝔪 🔑'], ['e\u0301te\u0301']])(
    'take the passphrase %s',
    async (passphrase) => {
      await withIdentity(ec, async (folder) => {
        const pfx = made(folder, ...EXPORT, '-passout', `pass:${passphrase}`);
        expect(counts(await openIdentityFiles([pfx], passphrase.normalize('NFC')))).toEqual([1, 1, 1, 2, 'good']);
      });
    },
  );

  it('in PEM and in bare base64 are found too', async () => {
    await withIdentity(ec, async (folder) => {
      const pfx = made(folder, ...EXPORT, '-passout', `pass:${PASSPHRASE}`);
      for (const file of [pem('PKCS12', pfx), toBase64(pfx), `\r\n${toBase64(pfx).replace(/.{64}/g, '$&\r\n')}`]) {
        expect(counts(await openIdentityFiles([utf8Bytes(file)], PASSPHRASE))).toEqual([1, 1, 1, 2, 'good']);
      }
    });
  });
});

describe('PEM and PKCS #8', () => {
  it('in one file, key and certificates in any order and with words between', async () => {
    const blocks = [pem('CERTIFICATE', rsa.certificate), 'Bag Attributes\n', pem('PRIVATE KEY', rsa.keys.pkcs8)];
    const chain = rsa.chain.map((one) => pem('CERTIFICATE', one));
    for (const text of [
      [...blocks, ...chain],
      [...chain, ...blocks.reverse()],
    ].map((list) => list.join('\n'))) {
      expect(counts(await openIdentityFiles([utf8Bytes(text)], ''))).toEqual([1, 1, 1, 2, undefined]);
    }
  });

  it('in UTF-16, as Windows writes text', async () => {
    const text = pem('CERTIFICATE', ec.certificate) + pem('PRIVATE KEY', ec.keys.pkcs8);
    const file = Uint8Array.from([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
    expect(counts(await openIdentityFiles([file], ''))).toEqual([1, 0, 1, 1, undefined]);
  });

  it.each<readonly [string, 'rsa' | 'ec', readonly string[]]>([
    ['PKCS #8 under PBES2', 'rsa', ['pkcs8', '-topk8', '-in', 'key.pem', '-passout', `pass:${PASSPHRASE}`]],
    [
      'PKCS #8 under PBES2 in DER',
      'ec',
      ['pkcs8', '-topk8', '-in', 'key.pem', '-outform', 'DER', '-passout', `pass:${PASSPHRASE}`],
    ],
    [
      'a traditional RSA key under AES',
      'rsa',
      ['rsa', '-in', 'key.pem', '-traditional', '-aes256', '-passout', `pass:${PASSPHRASE}`],
    ],
    [
      'a traditional RSA key under AES-192',
      'rsa',
      ['rsa', '-in', 'key.pem', '-traditional', '-aes192', '-passout', `pass:${PASSPHRASE}`],
    ],
    ['a traditional EC key under 3DES', 'ec', ['ec', '-in', 'key.pem', '-des3', '-passout', `pass:${PASSPHRASE}`]],
  ])('%s, beside its certificate in a file of its own', async (_, which, args) => {
    const party = which === 'rsa' ? rsa : ec;
    await withIdentity(party, async (folder) => {
      const files = [made(folder, ...args), folder.read('cert.pem')];
      expect(counts(await openIdentityFiles(files, PASSPHRASE))).toEqual([1, 0, 1, 1, undefined]);
      expect(await codeOf(files, 'wrong')).toBe('passphrase');
      expect(await codeOf(files)).toBe('passphrase');
    });
  });

  it('in the open: PKCS #1, SEC 1 and DER, with the certificates as PKCS #7', async () => {
    await withIdentity(rsa, async (folder) => {
      const p7b = made(
        folder,
        'crl2pkcs7',
        '-nocrl',
        '-certfile',
        'cert.pem',
        '-certfile',
        'chain.pem',
        '-outform',
        'DER',
      );
      for (const form of ['PEM', 'DER']) {
        const key = made(folder, 'rsa', '-in', 'key.pem', '-traditional', '-outform', form);
        expect(counts(await openIdentityFiles([key, p7b], ''))).toEqual([1, 1, 1, 2, undefined]);
      }
    });
    await withIdentity(ec, async (folder) => {
      const key = made(folder, 'ec', '-in', 'key.pem', '-outform', 'DER');
      expect(counts(await openIdentityFiles([ec.certificate, key], ''))).toEqual([1, 0, 1, 1, undefined]);
    });
  });

  it('a certificate with what OpenSSL trusts it for', async () => {
    await withIdentity(ec, async (folder) => {
      const trusted = made(folder, 'x509', '-in', 'cert.pem', '-trustout', '-addtrust', 'emailProtection');
      expect(counts(await openIdentityFiles([trusted, folder.read('key.pem')], ''))).toEqual([1, 0, 1, 1, undefined]);
    });
  });

  it('one half alone is no error: the other may follow', async () => {
    expect(counts(await openIdentityFiles([ec.keys.pkcs8], ''))).toEqual([0, undefined, 1, 0, undefined]);
    expect(counts(await openIdentityFiles([ec.certificate], ''))).toEqual([0, undefined, 0, 1, undefined]);
  });

  it('the same key or certificate twice counts once', async () => {
    const file = utf8Bytes(pem('CERTIFICATE', ec.certificate) + pem('PRIVATE KEY', ec.keys.pkcs8));
    expect(counts(await openIdentityFiles([file, file, ec.certificate], ''))).toEqual([1, 0, 1, 1, undefined]);
  });
});

describe('configuration profiles', () => {
  const pfxOf = (folder: ScratchFolder): Bytes => made(folder, ...EXPORT, '-passout', `pass:${PASSPHRASE}`);

  it('open with the password that they carry, or with the one that is typed', async () => {
    await withIdentity(ec, async (folder) => {
      const payload = toBase64(pfxOf(folder));
      expect(counts(await openIdentityFiles([profileText(payload, PASSPHRASE)], ''))).toEqual([1, 1, 1, 2, 'good']);
      expect(await codeOf([profileText(payload)])).toBe('passphrase');
      const typed = await openIdentityFiles([profileText(payload)], PASSPHRASE);
      expect([typed.formats, counts(typed)]).toEqual([['profile'], [1, 1, 1, 2, 'good']]);
    });
  });

  it('open inside a signature, whoever made it', async () => {
    await withIdentity(ec, async (folder) => {
      folder.write('in', profileText(toBase64(pfxOf(folder)), PASSPHRASE));
      const signing = [
        '-signer',
        'cert.pem',
        '-inkey',
        'key.pem',
        '-nodetach',
        '-binary',
        '-outform',
        'DER',
        '-in',
        'in',
      ];
      const signed = made(folder, 'smime', '-sign', ...signing);
      expect(counts(await openIdentityFiles([signed], ''))).toEqual([1, 1, 1, 2, 'good']);
    });
  });

  it('with certificates alone give those', async () => {
    const profile = profileText(toBase64(ec.certificate), undefined, 'com.apple.security.pkcs1');
    expect(counts(await openIdentityFiles([profile, ec.keys.pkcs8], ''))).toEqual([1, 0, 1, 1, undefined]);
  });

  it('without an identity or with an encrypted content are refused', async () => {
    expect(await codeOf([profileText('AAAA', undefined, 'com.apple.mail.managed')])).toBe('malformed-pfx');
    const text = '<plist><dict><key>EncryptedPayloadContent</key><data>AAAA</data></dict></plist>';
    expect(await codeOf([utf8Bytes(text)])).toBe('unsupported');
  });
});

describe('whether a passphrase is needed', () => {
  const identities = () => [{ certificate: ec.certificate, chain: ec.chain, privateKey: ec.keys.pkcs8 }];
  const codeWithout = (file: Bytes): Promise<string> =>
    openIdentityFiles([file], undefined).then(() => 'opened', errorCode);

  it('is found out, and not at any price', async () => {
    const quick = await encodePfx({ identities: identities(), passphrase: '', iterations: 1000 });
    expect(await codeWithout(quick)).toBe('opened');
    const slow = await encodePfx({ identities: identities(), passphrase: '', iterations: 200_000 });
    expect(await codeWithout(slow)).toBe('passphrase');
    expect(await codeOf([slow], '')).toBe('opened');
    const locked = await encodePfx({ identities: identities(), passphrase: 'x', iterations: 1000 });
    expect(await codeWithout(locked)).toBe('passphrase');
    expect(await codeWithout(ec.keys.pkcs8)).toBe('opened');
  });
});

describe('what is no identity', () => {
  const refusal = async (file: Bytes): Promise<unknown> => {
    const thrown = await openIdentityFiles([file], 'x').catch((error: unknown) => error);
    return thrown instanceof SignetError ? [thrown.code, thrown.subject] : thrown;
  };
  it.each([
    ['nothing', new Uint8Array(0), ['malformed-pfx', undefined]],
    ['text', utf8Bytes('Dear Alice'), ['malformed-pfx', undefined]],
    ['noise', Uint8Array.from([1, 2, 3]), ['malformed-pfx', undefined]],
    ['a Java keystore', concat([Uint8Array.of(0xfe, 0xed, 0xfe, 0xed), new Uint8Array(9)]), ['unsupported', 'JKS']],
    ['an OpenPGP key', utf8Bytes('-----BEGIN PGP PRIVATE KEY BLOCK-----\n'), ['unsupported', 'OpenPGP']],
    ['an SSH key', utf8Bytes('-----BEGIN OPENSSH PRIVATE KEY-----\n'), ['unsupported', 'OpenSSH']],
    ['a binary profile', utf8Bytes('bplist00'), ['unsupported', 'binary property list']],
    ['a damaged key', utf8Bytes(pem('PRIVATE KEY', Uint8Array.of(0x30, 3, 2, 1, 0))), ['malformed-pfx', undefined]],
  ])('%s is named for what it is', async (_, file, expected) => {
    expect(await refusal(file)).toEqual(expected);
  });
});
