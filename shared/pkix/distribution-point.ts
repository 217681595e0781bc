import { type Bytes, hex } from '../base/bytes';
import { SignetError } from '../base/errors';
import { children, contents, der, encoded, readTlv, sequence, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Certificate } from './certificate';
import { extensionValue } from './extension';
import { comparableName, type Name, readName } from './name';

/** Every ReasonFlag of RFC 5280 4.2.1.13, bits by their number: keyCompromise (1) to aACompromise (8). */
export const ALL_REASONS = 0x1fe;

/** DistributionPointName: whole names in comparable form, or one RDN that goes below the name of the CRL's issuer. */
export interface PointName {
  readonly full: readonly string[];
  readonly relative: string | undefined;
}

/** RFC 5280 4.2.1.13. */
export interface DistributionPoint {
  readonly name: PointName | undefined;
  readonly reasons: number;
  /** cRLIssuer in comparable form; undefined: who issued the certificate. */
  readonly crlIssuers: readonly string[] | undefined;
}

/** RFC 5280 5.2.5. */
export interface IssuingDistributionPoint {
  readonly name: PointName | undefined;
  readonly onlyUsers: boolean;
  readonly onlyAuthorities: boolean;
  readonly onlyAttributes: boolean;
  readonly reasons: number;
  readonly isIndirect: boolean;
}

function malformed(what: string): SignetError {
  return new SignetError('malformed-certificate', what);
}

/** The extension of a certificate; none where it has none. Throws `malformed-certificate`, `malformed-der`. */
export function readDistributionPoints({ extensions }: Certificate): readonly DistributionPoint[] {
  const extension = extensions.find(({ id }) => id === OID.cRLDistributionPoints);
  if (!extension) return [];
  return children(extensionValue(extension.value)).map((point) => {
    const fields = new Map(children(point).map((field) => [field.tag, field]));
    const issuers = fields.get(0xa2);
    return {
      name: pointName(fields.get(0xa0)),
      reasons: readReasons(fields.get(0x81)),
      crlIssuers: issuers && children(issuers).map(comparable),
    };
  });
}

/** The content of the extension of a CRL. Throws `malformed-certificate`, `malformed-der`. */
export function readIssuingDistributionPoint(octets: Bytes): IssuingDistributionPoint {
  const value = extensionValue(octets);
  if (value.tag !== TAG.sequence) throw malformed('an issuing distribution point is a SEQUENCE');
  const fields = new Map(children(value).map((field) => [field.tag, field]));
  if ([...fields.keys()].some((tag) => !FIELDS.includes(tag))) throw malformed('an issuing distribution point of more');
  const flag = (tag: number): boolean => {
    const field = fields.get(tag);
    return field !== undefined && contents(field)[0] !== 0;
  };
  return {
    name: pointName(fields.get(0xa0)),
    onlyUsers: flag(0x81),
    onlyAuthorities: flag(0x82),
    reasons: readReasons(fields.get(0x83)),
    isIndirect: flag(0x84),
    onlyAttributes: flag(0x85),
  };
}

const FIELDS: readonly number[] = [0xa0, 0x81, 0x82, 0x83, 0x84, 0x85];

function pointName(field: Tlv | undefined): PointName | undefined {
  const choice = field && children(field)[0];
  if (!choice) return undefined;
  if (choice.tag === 0xa0) return { full: children(choice).map(comparable), relative: undefined };
  if (choice.tag !== 0xa1) throw malformed('a distribution point of unknown form');
  const rdn = readName(readTlv(sequence(der(TAG.set, contents(choice)))));
  return { full: [], relative: comparableName(rdn) };
}

/** A GeneralName as text that is the same for names that are the same; all but directory names to the octet. */
function comparable(name: Tlv): string {
  const directory = name.tag === 0xa4 ? children(name)[0] : undefined;
  return directory ? directoryName(readName(directory)) : hex(encoded(name));
}

/** A directory name in the form of `PointName.full`. */
export function directoryName(name: Name): string {
  return `=${comparableName(name)}`;
}

/** The whole names that a point names, where what is relative is below `issuers` (in comparable form). */
export function fullNames({ full, relative }: PointName, issuers: readonly string[]): readonly string[] {
  if (relative === undefined) return full;
  return issuers.map((issuer) => `${issuer}\0,${relative}`);
}

/** ReasonFlags; left out: all of them. */
function readReasons(field: Tlv | undefined): number {
  if (!field) return ALL_REASONS;
  const [, first = 0, second = 0] = contents(field);
  let mask = 0;
  for (let bit = 1; bit <= 8; bit++) if (((first << 8) | second) & (0x8000 >> bit)) mask |= 1 << bit;
  return mask;
}
