/** Fields that a DKIM signature of a challenge mail must cover (RFC 8823 3.1). */
const COVERED: readonly string[] = [
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'in-reply-to',
  'references',
  'message-id',
  'auto-submitted',
  'content-type',
  'content-transfer-encoding',
];

/** The header of a message, as far as it says something about DKIM. */
export interface DkimHeader {
  /** Values of Authentication-Results, uppermost first. */
  readonly results: readonly string[];
  /** Values of DKIM-Signature. */
  readonly signatures: readonly string[];
}

/**
 * Whether the user's own mail server says that a message bears a good DKIM signature of a domain that covers what it must
 * (RFC 8601, RFC 8823 3.1). `server`: the authserv-id that is that server's; a server takes away what others wrote under
 * its name (RFC 8601 5), which is what this relies on. Only the uppermost field of that name counts. Every signature of the
 * domain must cover all of it, since the field does not say for certain which one it means.
 */
export function isDkimConfirmed({ results, signatures }: DkimHeader, server: string, domain: string): boolean {
  const wanted = server.trim().toLowerCase();
  if (wanted === '') return false;
  const own = results.map(readResults).find(({ authserv }) => authserv === wanted);
  const isPassed = own?.entries.some(
    ({ method, result, domain: of }) => method === 'dkim' && result === 'pass' && of === domain.toLowerCase(),
  );
  const ofDomain = signatures.map(readTags).filter(({ d }) => d?.toLowerCase() === domain.toLowerCase());
  return isPassed === true && ofDomain.length > 0 && ofDomain.every(coversAll);
}

interface Results {
  readonly authserv: string;
  readonly entries: readonly {
    readonly method: string;
    readonly result: string;
    readonly domain: string | undefined;
  }[];
}

/** RFC 8601 2.2. A result that names two domains is of none. */
function readResults(value: string): Results {
  const [head = '', ...parts] = bareText(value).split(';');
  const entries = parts.map((part) => {
    const [, method = '', result = ''] = /^\s*([\w-]+)(?:\s*\/\s*\d+)?\s*=\s*(\w+)/.exec(part) ?? [];
    const [domain, ...more] = [...part.matchAll(/\sheader\.d\s*=\s*([^\s;]+)/gi)].map(([, named]) => named);
    const only = more.length === 0 ? domain?.toLowerCase() : undefined;
    return { method: method.toLowerCase(), result: result.toLowerCase(), domain: only };
  });
  return { authserv: (/^\s*(\S+)/.exec(head)?.[1] ?? '').toLowerCase(), entries };
}

/** What one that was quoted stands for where it is more than a name: it is no token, and equals none. */
const OPAQUE = '"';

/**
 * A field without its comments and quoting (RFC 5322 3.2.2, 3.2.4): what stands in quotes can end no result and begin none,
 * whoever wrote it. What is not closed goes to the end.
 */
function bareText(value: string): string {
  let depth = 0;
  let quoted: string | undefined;
  let out = '';
  for (let i = 0; i < value.length; i++) {
    const character = value[i] as string;
    const isEscape = character === '\\' && (depth > 0 || quoted !== undefined);
    if (isEscape) i++;
    if (quoted !== undefined) {
      if (character !== '"') quoted += isEscape ? OPAQUE : character;
      else {
        out += /^[\w.-]+$/.test(quoted) ? quoted : OPAQUE;
        quoted = undefined;
      }
    } else if (depth === 0 && character === '"') quoted = '';
    else if (character === '(') depth++;
    else if (character === ')' && depth > 0) depth--;
    else if (depth === 0) out += character;
  }
  return out;
}

/** Tag list of RFC 6376 3.2; a tag that is there twice makes the list void. */
function readTags(value: string): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (const part of value.split(';')) {
    const [, name, content = ''] = /^\s*([a-z]\w*)\s*=([\s\S]*)$/i.exec(part) ?? [];
    if (name === undefined) continue;
    if (Object.hasOwn(tags, name)) return {};
    tags[name] = content.trim();
  }
  return tags;
}

/** h= names all of them; l= would leave the end of the body open, which a body that nobody reads does not matter for. */
function coversAll({ h = '' }: Readonly<Record<string, string>>): boolean {
  const named = new Set(h.split(':').map((name) => name.trim().toLowerCase()));
  return COVERED.every((name) => named.has(name));
}
