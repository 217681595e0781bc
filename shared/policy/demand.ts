import { type Source } from './decision';
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
