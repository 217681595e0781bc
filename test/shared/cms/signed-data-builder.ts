import { type Bytes, type Der } from '../../../shared/base/bytes';
import { contextTag, der, integer, octets, oid, sequence, setOf, TAG } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import {
  digestAlgorithm,
  schemeDigest,
  signatureAlgorithm,
  type SignatureScheme,
} from '../../../shared/cms/algorithms';
import { digest, type DigestName } from '../../../shared/base/digest';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type Party } from '../../support/test-ca';
import { CONTENT, signatureValue } from './parties';

/** A SignedData that follows or breaks the rules, as told: each field replaces what a right one has. */
export interface SignedDataPlan {
  readonly party: Party;
  readonly scheme: SignatureScheme;
  /** Attributes in the order they are written; null: no signed attributes. */
  readonly attributes?: (usual: readonly Der[]) => readonly Der[] | null;
  /** Octets that are signed, made from the attributes as they are written in a SET. */
  readonly toBeSigned?: (written: Der) => Bytes;
  /** Left out: the scheme's value, made by WebCrypto. */
  readonly sign?: (signed: Bytes) => Bytes | Promise<Bytes>;
  /** What messageDigest is made with; left out: the scheme's. */
  readonly digest?: DigestName;
  /** How signedAttrs stand in the SignerInfo. */
  readonly writeAttributes?: (attributes: readonly Der[]) => Der;
  readonly digestAlgorithm?: Der;
  /** digestAlgorithms of the SignedData. */
  readonly digestAlgorithms?: readonly Der[];
  readonly unsignedAttributes?: readonly Der[];
  readonly signatureAlgorithm?: Der;
  readonly sid?: Der;
  readonly eContentType?: string;
  readonly eContent?: Der;
  readonly content?: Bytes;
  readonly certificates?: readonly Der[];
  /** SignerInfos in place of the one. */
  readonly signerInfos?: (usual: Der) => readonly Der[];
}

export const attribute = (type: string, ...values: readonly Der[]): Der => sequence(oid(type), der(TAG.set, ...values));

async function usualAttributes(name: DigestName, content: Bytes): Promise<readonly Der[]> {
  return [attribute(OID.contentType, oid(OID.data)), attribute(OID.messageDigest, octets(await digest(name, content)))];
}

export async function buildSignedData(plan: SignedDataPlan): Promise<Der> {
  const { party, scheme, content = CONTENT, certificates = [party.certificate] } = plan;
  const usual = await usualAttributes(plan.digest ?? schemeDigest(scheme), content);
  const attributes = plan.attributes ? plan.attributes(usual) : usual;
  const written = attributes && der(TAG.set, ...attributes);
  const signed = written ? (plan.toBeSigned?.(written) ?? written) : content;
  const signature = await (plan.sign?.(signed) ?? signatureValue(party.keys.pkcs8, scheme, signed));
  const { issuer, serialDer } = parseCertificate(party.certificate);
  const digests = plan.digestAlgorithm ?? digestAlgorithm(plan.digest ?? schemeDigest(scheme));
  const write = plan.writeAttributes ?? ((list): Der => der(contextTag(0), ...list));
  const info = sequence(
    integer(1),
    plan.sid ?? sequence(issuer.der, serialDer),
    digests,
    ...(attributes ? [write(attributes)] : []),
    plan.signatureAlgorithm ?? signatureAlgorithm(scheme),
    octets(signature),
    ...(plan.unsignedAttributes ? [der(contextTag(1), ...plan.unsignedAttributes)] : []),
  );
  const eContent = plan.eContent ? [der(contextTag(0), plan.eContent)] : [];
  const signedData = sequence(
    integer(1),
    setOf(plan.digestAlgorithms ?? [digests]),
    sequence(oid(plan.eContentType ?? OID.data), ...eContent),
    der(contextTag(0), ...certificates),
    der(TAG.set, ...(plan.signerInfos?.(info) ?? [info])),
  );
  return sequence(oid(OID.signedData), der(contextTag(0), signedData));
}
