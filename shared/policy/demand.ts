import { type Source } from './decision';
import { type Verb } from './document';
import { ALWAYS, LEVELS, PREFERRED, type Protection } from './levels';
import { type Permission } from './setting';

/* Ordered settings as numbers: the place of a value in its list of levels, the laxest being 0. */

export interface Bounds {
  readonly floor: number;
  readonly ceiling: number;
}

/** What is wanted of one ordered setting, and within which bounds later layers may want it otherwise. */
export interface Demand {
  readonly level: number;
  readonly user: Bounds;
  readonly message: Bounds;
  /** Who set the level. */
  readonly source: Source;
  /** Who keeps the message from going lower. */
  readonly lock: Source;
}

export interface Permissions {
  readonly change: Permission;
  readonly override: Permission;
}

export function demandOf(level: number, top: number, permissions: Permissions, source: Source): Demand {
  const bounds = (permission: Permission): Bounds => ({
    floor: permission === 'free' ? 0 : level,
    ceiling: permission === 'none' ? level : top,
  });
  return { level, user: bounds(permissions.change), message: bounds(permissions.override), source, lock: source };
}

/**
 * Both at once: the stricter level, within the stricter bounds. Commutative up to `source`, associative, and never lower
 * than either: from this follows that a further demand makes nothing laxer.
 */
export function join(a: Demand, b: Demand): Demand {
  return {
    level: Math.max(a.level, b.level),
    user: joinBounds(a.user, b.user),
    message: joinBounds(a.message, b.message),
    source: decidesOver(b, a) ? b.source : a.source,
    lock: b.message.floor > a.message.floor ? b.lock : a.lock,
  };
}

/** At the same level it is who locks it, then anybody rather than what is built in. */
function decidesOver(b: Demand, a: Demand): boolean {
  if (b.level !== a.level) return b.level > a.level;
  if (b.message.floor !== a.message.floor) return b.message.floor > a.message.floor;
  return a.source.layer === 'built-in' && b.source.layer !== 'built-in';
}

const joinBounds = (a: Bounds, b: Bounds): Bounds => ({
  floor: Math.max(a.floor, b.floor),
  ceiling: Math.max(a.ceiling, b.ceiling),
});

const clamp = (level: number, { floor, ceiling }: Bounds): number => Math.min(Math.max(level, floor), ceiling);

/** What the user wants, as far as they may. What they may choose for good a message may keep to. */
export function withUser(demand: Demand, wanted: number, source: Source): Demand {
  const level = clamp(wanted, demand.user);
  if (level === demand.level) return demand;
  const { floor, ceiling } = demand.message;
  const message = { floor: Math.min(floor, level), ceiling: Math.max(ceiling, level) };
  return { ...demand, level, message, source };
}

/** What is wanted for the message, as far as it may be. */
export function withMessage(demand: Demand, wanted: number, source: Source): Demand {
  const level = clamp(wanted, demand.message);
  return level === demand.level ? demand : { ...demand, level, source };
}

/** The same with bounds that nothing later changes. */
export const isAllowed = (wanted: number, bounds: Bounds): boolean => clamp(wanted, bounds) === wanted;

/** What one rule wants. */
export interface Said {
  readonly verb: Verb;
  readonly demand: Demand;
}

/** What a rule that requires, prefers or forbids signing or encryption wants of it. */
export function ruled(name: Protection, verb: Verb, rule: Partial<Permissions>, source: Source): Said {
  const level = { require: ALWAYS[name], prefer: PREFERRED[name], forbid: 0 }[verb];
  return { verb, demand: demandOf(level, LEVELS[name].length - 1, rulePermissions(rule, verb), source) };
}

export function rulePermissions({ change, override }: Partial<Permissions>, verb: Verb): Permissions {
  const usual = change ?? (verb === 'prefer' ? 'free' : 'none');
  return { change: usual, override: override ?? usual };
}

/** A prohibition replaces what settings say and what rules prefer; what a rule requires comes on top. */
export function combined(basis: Demand, said: readonly Said[]): Demand {
  const [first, ...others] = said.filter(({ verb }) => verb === 'forbid').map(({ demand }) => demand);
  const base = first ? others.reduce(narrower, first) : basis;
  return said
    .filter(({ verb }) => verb === 'require' || (verb === 'prefer' && !first))
    .reduce((demand, one) => join(demand, one.demand), base);
}

/** Of two prohibitions, what both let later layers do. */
const narrower = (a: Demand, b: Demand): Demand => ({
  ...a,
  user: { floor: a.user.floor, ceiling: Math.min(a.user.ceiling, b.user.ceiling) },
  message: { floor: a.message.floor, ceiling: Math.min(a.message.ceiling, b.message.ceiling) },
});
