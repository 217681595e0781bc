import { type PolicyDocument, type SettingEntries, type SettingEntry } from './document';
import { Faults } from './fault';
import { isJsonFault, locateJson } from './located-json';
import { type Permission, type Setting } from './setting';
import { SETTINGS, type SettingName } from './settings';

/** What became of a document of an earlier version. */
export interface Upgraded {
  readonly document: PolicyDocument;
  readonly passedOver: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Turns a document of version 1 into the present form. Version 1 has no `version`: it is what Thunderbird's policy
 * held before there were rules (`anchors`, `certificates`, `identities`, `publicAuthorities`, `thunderbirdAuthorities`,
 * `revocation`, `certificateAuthority`, `lookUp`, `keys`, `recipients`). As then, what is there the user cannot change, trust is
 * withheld by every value but true, keys are protected more by every value that cannot be read, and all other values that
 * mean nothing are as if left out; `passedOver` names these. Never throws.
 */
export function upgradeDocument(values: Values): Upgraded {
  const upgrade = new Upgrade();
  for (const [name, value] of Object.entries(values)) upgrade.take(name, value);
  return { document: { version: 2, settings: upgrade.settings }, passedOver: upgrade.passedOver };
}

class Upgrade {
  readonly #entries: Record<string, SettingEntry<unknown>> = {};
  readonly passedOver: string[] = [];

  get settings(): SettingEntries {
    return this.#entries;
  }

  take(name: string, value: unknown): void {
    switch (name) {
      case 'anchors':
        this.#list('anchors.added', name, value);
        break;
      case 'certificates':
      case 'identities':
        this.#list(name, name, value);
        break;
      case 'publicAuthorities':
        this.#set('anchors.public', value === true);
        break;
      case 'thunderbirdAuthorities':
        this.#set('anchors.host', value === true);
        break;
      case 'keys':
        this.#keys(value);
        break;
      case 'recipients':
      case 'revocation':
      case 'certificateAuthority':
      case 'lookUp':
        this.#group(name, value);
        break;
      default:
        this.passedOver.push(name);
    }
  }

  #set(name: SettingName, value: unknown, change: Permission = 'none'): void {
    this.#entries[name] = { value, change };
  }

  /** What can be read of a list; an entry less can only withhold trust or a key. */
  #list(name: 'anchors.added' | 'certificates' | 'identities', path: string, value: unknown): void {
    const entries = Array.isArray(value) ? (value as unknown[]) : [];
    if (!Array.isArray(value)) this.passedOver.push(path);
    const isRead = entries.map((entry) => read(name, [entry]) !== undefined);
    isRead.forEach((isOne, at) => isOne || this.passedOver.push(`${path}[${at}]`));
    const kept = read(
      name,
      entries.filter((_, at) => isRead[at]),
    );
    this.#set(name, kept ?? []);
  }

  /** Members of an object that are settings by the same name. */
  #group(group: string, value: unknown): void {
    const members = flat(group, value);
    if (members === undefined) this.passedOver.push(group);
    for (const [path, member] of members ?? []) {
      if (path === 'recipients.expired') this.#set(path, member === true);
      else if (isSettingName(path)) this.#member(path, typeof member === 'string' ? member.trim() : member);
      else this.passedOver.push(path);
    }
  }

  #member(name: SettingName, value: unknown): void {
    const known = read(name, value);
    if (known !== undefined) this.#set(name, known);
    // An address that is none was one that is asked in vain: it stays the organisation's that nobody is asked.
    else if (typeof value === 'string' && SETTINGS[name].builtIn === '') this.#set(name, '');
    else this.passedOver.push(name);
  }

  #keys(value: unknown): void {
    const members = typeof value === 'object' && value !== null ? (value as Values) : { passphraseRequired: true };
    const { passphraseRequired = false, unlockTime, backupFirst, ...others } = members;
    this.#set('keys.passphraseRequired', passphraseRequired !== false, 'stricter');
    if (backupFirst !== undefined) this.#set('keys.backupFirst', backupFirst !== false);
    if (unlockTime !== undefined) this.#set('keys.unlockTime', read('keys.unlockTime', unlockTime) ?? 1);
    this.passedOver.push(...Object.keys(others).map((name) => `keys.${name}`));
  }
}

/** Members with their paths; those of `lookUp.sources`, the one object that is nested, by themselves. */
function flat(group: string, value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value as Values).flatMap(([name, member]) => {
    const path = `${group}.${name}`;
    return path === 'lookUp.sources' ? (flat(path, member) ?? [[path, member] as const]) : [[path, member] as const];
  });
}

const isSettingName = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);

/** The value as the setting has it, or undefined. */
function read(name: SettingName, value: unknown): unknown {
  const node = locateJson(JSON.stringify(value));
  const faults = new Faults();
  if (isJsonFault(node)) return undefined;
  const known = (SETTINGS[name] as Setting<unknown>).shape.read(node, '', faults);
  return faults.isEmpty() ? known : undefined;
}
