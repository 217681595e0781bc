import { type JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import {
  certificateFacts,
  certificateFingerprint,
  type Certificate,
  type CertificateFacts,
  type KeyUsage,
} from '../../shared/index';
import { copyText } from './copy-text';
import { safeFilename, saveFile } from './download';
import { failureOf } from './failure';
import { Facts } from './facts';
import { Foreign } from './foreign';
import { algorithmText, serialText, timeText } from './formats';
import { FailureNotice, StatusLine } from './notices';
import { type Failure, type Language } from './props';
import { useStrings } from './strings';
import { useTrustStrings, type TrustStrings } from './trust-strings';

/** Hands a file to the person; rejects where it cannot. */
export type SaveOctets = (filename: string, octets: Uint8Array<ArrayBuffer>) => Promise<void> | void;

type Row = readonly [name: string, lines: readonly string[]];

/** Everything a certificate says of itself, none of it judged: to read, to copy and to save. */
export function CertificateView(props: {
  readonly certificate: Certificate;
  readonly language: Language;
  readonly onSave?: SaveOctets | undefined;
}): JSX.Element {
  const { certificate, language, onSave = saveFile } = props;
  const trust = useTrustStrings(language);
  const fingerprint = useFingerprint(certificate);
  const table = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const rows = rowsOf(certificateFacts(certificate), fingerprint, language);
  const copy = async (): Promise<void> => {
    if (table.current) setSaid(trust[await copyText(textOf(rows), table.current)]);
  };
  const save = async (): Promise<void> => {
    const name = safeFilename(`${certificate.subject.commonName ?? ''}.cer`, `${trust.certificateFile}.cer`);
    try {
      await onSave(name, certificate.der.slice());
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  return (
    <div class="sg-certificate">
      <div ref={table}>
        <Facts rows={rows.map(([name, lines]) => [name, lines.length > 0 ? <Lines list={lines} /> : undefined])} />
      </div>
      <div class="sg-actions">
        <button type="button" class="sg-button" onClick={() => void copy()}>
          {trust.copy}
        </button>
        <button type="button" class="sg-button" onClick={() => void save()}>
          {trust.saveCertificate}
        </button>
      </div>
      {said !== '' && <StatusLine text={said} />}
      {failure && <FailureNotice failure={failure} language={language} />}
    </div>
  );
}

/** Every value is foreign: a certificate is written by whoever made it. */
function Lines({ list }: { readonly list: readonly string[] }): JSX.Element {
  return (
    <>
      {list.map((line) => (
        <span key={line} class="sg-line">
          <Foreign>{line}</Foreign>
        </span>
      ))}
    </>
  );
}

function useFingerprint({ der }: Certificate): string {
  const [fingerprint, setFingerprint] = useState('');
  useEffect(() => {
    let isGone = false;
    certificateFingerprint(der).then(
      (value) => {
        if (!isGone) setFingerprint(value);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [der]);
  return fingerprint;
}

function rowsOf(facts: CertificateFacts, fingerprint: string, language: Language): readonly Row[] {
  const { read } = useStrings(language);
  const trust = useTrustStrings(language);
  const { keyAlgorithm, keyBits, addresses, purposes } = facts;
  const key = algorithmText(keyAlgorithm);
  return [
    [trust.subject, [facts.subject]],
    [trust.addresses, addresses.length > 0 ? addresses : [trust.noAddresses]],
    [trust.otherNames, facts.otherNames],
    [read.issuer, [facts.issuer]],
    [read.serial, [serialText(facts.serial)]],
    [read.validity, [read.fromTo(timeText(facts.notBefore, language), timeText(facts.notAfter, language))]],
    [trust.key, [keyBits > 0 ? trust.keySize(key, String(keyBits)) : key]],
    [trust.usages, facts.usages.length > 0 ? facts.usages.map(usageText(trust)) : [trust.anyUsage]],
    [trust.purposes, purposes?.map((name) => withName(trust.purpose[name], name)) ?? [trust.anyPurpose]],
    [trust.policies, facts.policies],
    [trust.isAuthority, [facts.isCa ? trust.authority(facts.pathLength) : trust.noAuthority]],
    [trust.signedWith, [signatureText(facts)]],
    [trust.fingerprint, fingerprint === '' ? [] : [serialText(fingerprint)]],
    [trust.defects, facts.defects],
  ];
}

const usageText =
  (trust: TrustStrings) =>
  (name: KeyUsage): string =>
    withName(trust.usage[name], name);

/** In words, with the name of the standard; a purpose without words by its name alone. */
const withName = (words: string | undefined, name: string): string =>
  words === undefined ? name : `${words} (${name})`;

function signatureText({ signatureAlgorithm, signatureDigest }: CertificateFacts): string {
  const digest = signatureDigest === undefined ? [] : [algorithmText(signatureDigest)];
  return [algorithmText(signatureAlgorithm), ...digest].join(', ');
}

function textOf(rows: readonly Row[]): string {
  return rows
    .filter(([, lines]) => lines.length > 0)
    .map(([name, lines]) => `${name}: ${lines.join('; ')}`)
    .join('\n');
}
