import { errorText, protectionText, reasonText, type ReasonCode } from '../../shared/index';
import { certificateLines, chainLines } from './report-certificates';
import {
  type CertificateResult,
  type EncryptionResult,
  type InspectResult,
  type SignatureResult,
  type StructureResult,
} from './result';

/** An answer for people: the file, what it comes to, and below it the facts. */
export function reportText(result: InspectResult): string {
  const lines = [
    `${plain(result.file)}: ${result.kind}`,
    ...errorLines(result.error),
    ...(result.summary ? [`  ${result.summary.sentence}`] : []),
    ...fact('From', result.from?.join(', ')),
    ...fact('Date, as the message says', result.date),
    ...(result.signatures ?? []).flatMap(signatureLines),
    ...encryptionLines(result.encryption),
    ...judgedLines(result),
    ...fact('CRL of', result.revocationList?.issuer),
    ...fact('Issued', result.revocationList?.thisUpdate),
    ...fact('Next one due', result.revocationList?.nextUpdate),
    ...fact('Serial numbers listed', result.revocationList?.entries),
    ...fact('Request of', result.request?.subject),
    ...fact('Key', result.request?.keyAlgorithm),
    ...fact('Signature of the request', result.request?.signature),
    ...fact('Private keys', result.keys),
    ...(result.identities ?? []).flatMap((one) =>
      fact('Identity', `${one.addresses.join(', ')}, ${one.keyAlgorithm}, until ${one.notAfter}`),
    ),
    ...(result.structure ? ['  Structure:', ...structureLines(result.structure, 2)] : []),
    ...(result.text === undefined ? [] : ['  Text:', ...result.text.split('\n').map((line) => `    ${plain(line)}`)]),
  ];
  return `${lines.join('\n')}\n\n`;
}

/** What the files and requests themselves are at fault for needs no sentence of the mail program's. */
function errorLines(error: InspectResult['error']): readonly string[] {
  if (!error) return [];
  if (error.code === 'host') return [`  ${plain(error.message)}`];
  return [`  ${errorText(error.code, undefined, 'en')} (${plain(error.message)})`];
}

/** Text of a file without what could steer a terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === '\t' ? ' ' : '?'));
}

function fact(name: string, value: string | number | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : [`  ${name}: ${plain(String(value))}`];
}

function signatureLines(signature: SignatureResult): readonly string[] {
  const { signer } = signature;
  const who = signer ? `${signer.name} <${signer.addresses.join(', ')}>` : 'unknown signer';
  return [
    `  Signature at ${signature.layer}${signature.isRoot ? '' : ' (of a part)'}: ${plain(who)}`,
    `    message ${signature.integrity}, path ${signature.path}, revocation ${signature.revocation}, address ${signature.address}`,
    ...(signer ? [`    issued by ${plain(signer.issuer)}, serial ${signer.serial}`] : []),
    `    ${signature.signatureAlgorithm} with ${signature.digestAlgorithm}${signature.signingTime ? `, says it was signed ${signature.signingTime}` : ''}`,
    ...reasonLines(signature.reasons),
    ...chainLines(signature.chain, true).map((line) => `    ${plain(line)}`),
    ...aloneLines(signature.signerCertificate),
  ];
}

/** The signer's certificate where no path stands behind it. */
function aloneLines(certificate: CertificateResult | undefined): readonly string[] {
  if (!certificate) return [];
  return [
    '    Certificate without a valid path:',
    ...certificateLines(certificate).map((line) => `      ${plain(line)}`),
  ];
}

function reasonLines(reasons: readonly string[]): readonly string[] {
  return reasons.map((code) => `    ${code}: ${reasonText({ code: code as ReasonCode }, 'en')}`);
}

function encryptionLines(encryption: EncryptionResult | undefined): readonly string[] {
  if (!encryption || encryption.state === 'none') return [];
  return [
    `  Encryption: ${encryption.state}${encryption.contentAlgorithm ? `, ${encryption.contentAlgorithm}` : ''}`,
    ...(encryption.protection ? [`    ${protectionText(encryption.protection, 'en')}`] : []),
    ...encryption.recipients.map(
      ({ kind, algorithm, id }, index) =>
        `    for ${plain(id)} (${kind}, ${algorithm})${index === encryption.openedWith ? ': opened with this key' : ''}`,
    ),
    ...reasonLines(encryption.reasons),
  ];
}

function judgedLines({ certificate, path, revocation, chain }: InspectResult): readonly string[] {
  if (!certificate) return [];
  const own = chain ? [] : certificateLines(certificate);
  return [
    ...own.map((line) => `  ${plain(line)}`),
    ...fact('Path', path?.state),
    ...fact('Revocation', revocation),
    ...reasonLines(path?.reasons ?? []),
    ...chainLines(chain, false).map((line) => `  ${plain(line)}`),
  ];
}

function structureLines(part: StructureResult, depth: number): readonly string[] {
  const name = part.filename === undefined ? '' : ` "${part.filename}"`;
  const line = `${'  '.repeat(depth)}${part.type}${name}, ${part.size} octets`;
  return [plain(line), ...part.children.flatMap((child) => structureLines(child, depth + 1))];
}
