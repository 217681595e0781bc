import { LIMITS } from '../base/limits';
import { type FaultCode, type Faults } from './fault';
import { type JsonNode } from './located-json';

/** What is used here of JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What a part of a document must look like, said once: it reads that part, with the place of each fault, and it is the JSON
 * Schema of it. What is wrong is added to `faults` and gives undefined.
 */
export interface Shape<T> {
  readonly schema: JsonSchema;
  readonly read: (node: JsonNode, path: string, faults: Faults) => T | undefined;
}

/** A text that a person reads or that is compared. `is` narrows it; `expected` says how, `pattern` the same as far as JSON Schema can. */
export function text(
  options: {
    readonly is?: (value: string) => boolean;
    readonly expected?: string;
    readonly pattern?: string;
    readonly longest?: number;
  } = {},
): Shape<string> {
  const { is = () => true, expected = 'a text', pattern, longest = LIMITS.policyText } = options;
  return {
    schema: { type: 'string', maxLength: longest, ...(pattern !== undefined && { pattern }) },
    read(node, path, faults) {
      if (node.kind !== 'text') {
        faults.add('wrong-type', node.at, path, expected);
        return undefined;
      }
      // JSON Schema counts characters and not UTF-16 units.
      if (node.value.length > longest && Array.from(node.value).length > longest) {
        faults.add('too-large', node.at, path, `at most ${longest} characters`);
        return undefined;
      }
      if (is(node.value)) return node.value;
      faults.add('wrong-value', node.at, path, expected);
      return undefined;
    },
  };
}

/** Just this number. */
export function constant<const N extends number>(value: N, code: FaultCode): Shape<N> {
  return {
    schema: { const: value },
    read(node, path, faults) {
      if (node.kind === 'number' && node.value === value) return value;
      faults.add(code, node.at, path, String(value));
      return undefined;
    },
  };
}

/** One of these texts, from the laxest to the strictest where they have an order. */
export function choice<const T extends string>(...values: readonly T[]): Shape<T> {
  const expected = values.join(', ');
  return {
    schema: { enum: values },
    read(node, path, faults) {
      if (node.kind !== 'text') {
        faults.add('wrong-type', node.at, path, expected);
        return undefined;
      }
      const found = values.find((value) => value === node.value);
      if (found === undefined) faults.add('wrong-value', node.at, path, expected);
      return found;
    },
  };
}

export function flag(): Shape<boolean> {
  return {
    schema: { type: 'boolean' },
    read(node, path, faults) {
      if (node.kind === 'boolean') return node.value;
      faults.add('wrong-type', node.at, path, 'true or false');
      return undefined;
    },
  };
}

/** A whole number from `least` to `most`. */
export function whole(least: number, most: number): Shape<number> {
  const expected = `a whole number from ${least} to ${most}`;
  return {
    schema: { type: 'integer', minimum: least, maximum: most },
    read(node, path, faults) {
      if (node.kind !== 'number') {
        faults.add('wrong-type', node.at, path, expected);
        return undefined;
      }
      const { value, at } = node;
      if (Number.isInteger(value) && value >= least && value <= most) return value;
      faults.add('wrong-value', at, path, expected);
      return undefined;
    },
  };
}

export function list<T>(
  of: Shape<T>,
  { least = 0, most = LIMITS.policyEntries }: { readonly least?: number; readonly most?: number } = {},
): Shape<readonly T[]> {
  return {
    schema: { type: 'array', items: of.schema, ...(least > 0 && { minItems: least }), maxItems: most },
    read(node, path, faults) {
      if (node.kind !== 'list') {
        faults.add('wrong-type', node.at, path, 'a list');
        return undefined;
      }
      if (node.items.length > most) {
        faults.add('too-many', node.at, path, `at most ${most} entries`);
        return undefined;
      }
      if (node.items.length < least) {
        faults.add('wrong-value', node.at, path, `at least ${least} entries`);
        return undefined;
      }
      return node.items.flatMap((item, index) => of.read(item, `${path}[${index}]`, faults) ?? []);
    },
  };
}

/** What an object may have, each with its shape; `required` must be there and nothing else may be. */
export function object<T extends object>(
  fields: { readonly [K in keyof T]-?: Shape<NonNullable<T[K]>> | Shape<T[K]> },
  required: readonly (keyof T & string)[] = [],
): Shape<T> {
  const shapes = new Map<string, Shape<unknown>>(Object.entries(fields));
  const properties = Object.fromEntries([...shapes].map(([name, { schema }]) => [name, schema]));
  return {
    schema: {
      type: 'object',
      properties,
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    },
    read(node, path, faults) {
      if (node.kind !== 'object') {
        faults.add('wrong-type', node.at, path, 'an object');
        return undefined;
      }
      const read: Record<string, unknown> = {};
      for (const { name, at, value } of node.members) {
        const shape = shapes.get(name);
        if (!shape) faults.add('unknown-key', at, join(path, name), [...shapes.keys()].join(', '));
        else read[name] = shape.read(value, join(path, name), faults);
      }
      const absent = required.filter((name) => !node.members.some((member) => member.name === name));
      for (const name of absent) faults.add('missing-key', node.at, path, name);
      // Whoever reads a document asks first whether anything was wrong with it.
      return read as T;
    },
  };
}

/** An object whose names are the document's own. */
export function named<T>(of: Shape<T>, names: Shape<string>): Shape<ReadonlyMap<string, T>> {
  return {
    schema: {
      type: 'object',
      propertyNames: names.schema,
      additionalProperties: of.schema,
      maxProperties: LIMITS.policyRules,
    },
    read(node, path, faults) {
      if (node.kind !== 'object') {
        faults.add('wrong-type', node.at, path, 'an object');
        return undefined;
      }
      const { members } = node;
      if (members.length > LIMITS.policyRules) {
        faults.add('too-many', node.at, path, `at most ${LIMITS.policyRules} names`);
        return undefined;
      }
      const read = new Map<string, T>();
      for (const { name, at, value } of members) {
        names.read({ kind: 'text', value: name, at }, join(path, name), faults);
        const one = of.read(value, join(path, name), faults);
        if (one !== undefined) read.set(name, one);
      }
      return read;
    },
  };
}

/** The first for the kinds of value that `isFirst` names, else the second. */
export function either<A, B>(
  first: Shape<A>,
  second: Shape<B>,
  isFirst: (kind: JsonNode['kind']) => boolean,
): Shape<A | B> {
  return {
    schema: { anyOf: [first.schema, second.schema] },
    read: (node, path, faults): A | B | undefined =>
      isFirst(node.kind) ? first.read(node, path, faults) : second.read(node, path, faults),
  };
}

/** The same shape, with a sentence that editors show. */
export function described<T>(description: string, shape: Shape<T>): Shape<T> {
  return { ...shape, schema: { description, ...shape.schema } };
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
