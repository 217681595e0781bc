import { type InspectRequest } from '../../addins/cli/request';
import { type CorpusCase, corpusPath } from '../support/corpora';

/** A time at which every certificate of the corpora that should be valid is. */
const AT = '2026-11-01T00:00:00Z';

interface PfxKey {
  readonly file: string;
  readonly password: string;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const paths = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? (value as readonly string[]).map(corpusPath) : undefined;

const FLAGS = {
  requireExplicitPolicy: '-explicit_policy',
  inhibitAnyPolicy: '-inhibit_any',
  inhibitPolicyMapping: '-inhibit_map',
};

/** Fields of path rows; policy inputs are written as openssl's options. */
function pathFields(keys: CorpusCase['keys']): Readonly<Record<string, unknown>> {
  const args = (keys['policy_args'] ?? []) as readonly string[];
  const policies = args.filter((_, i) => args[i - 1] === '-policy');
  return {
    ...(keys['untrusted'] !== undefined && { intermediates: paths(keys['untrusted']) }),
    crls: paths(keys['crls']),
    email: text(keys['email']),
    policy: policies.length > 0 ? policies : undefined,
    ...Object.fromEntries(Object.entries(FLAGS).map(([name, flag]) => [name, args.includes(flag) || undefined])),
  };
}

/** A row of the manifest as a request to the inspector. */
export function requestOf({ id, op, file, keys }: CorpusCase): InspectRequest {
  const request: Record<string, unknown> = {
    id,
    file: corpusPath(file),
    at: text(keys['attime']) ?? AT,
    text: true,
    structure: true,
  };
  const pfx = keys['pfx'] as readonly PfxKey[] | undefined;
  const certificate = text(keys['recipient_cert']);
  const key = text(keys['recipient_key']);
  const content = text(keys['content']);
  const fields = {
    anchors: paths(keys['anchors']),
    intermediates: paths(keys['intermediates']),
    content: content && corpusPath(content),
    pfx: pfx?.map((one) => corpusPath(one.file)),
    passphrase: op === 'pfx' ? [text(keys['password']) ?? ''] : pfx?.map(({ password }) => password),
    key: key && [corpusPath(key)],
    cert: key && [keys['key_only'] === true || !certificate ? null : corpusPath(certificate)],
    password: op === 'pfx' ? undefined : text(keys['password']),
    secretKey: text(keys['secretkey']),
    secretKeyId: text(keys['secretkeyid']),
    // Rows of "crypto only" ask for nothing of the certificate, and neither do PKITS and x509-limbo.
    purpose: keys['noverify'] === true || (op === 'path' && !keys['usage']) ? 'any' : text(keys['usage']),
    ...pathFields(keys),
  };
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) request[name] = value;
  return request as unknown as InspectRequest;
}
