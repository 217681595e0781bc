import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isTestCertificate, matchAddress, parseCertificate, type CertificateFile } from '../../shared/index';
import { type Core } from '../worker/core';
import { safeFilename } from './download';
import { failureOf } from './failure';
import { useGettingStrings } from './getting-strings';
import { FailureNotice, StatusLine } from './notices';
import { type Failure, type Language } from './props';

/** Attaches the sender's public certificate to a draft, for those who are to encrypt to it. */
export function AttachCertificate(props: {
  readonly core: Pick<Core, 'identities' | 'getting'>;
  readonly from: () => Promise<string>;
  readonly now: () => Date;
  readonly attach: (filename: string, file: CertificateFile) => Promise<void>;
  readonly language: Language;
}): JSX.Element {
  const { core, from, now, attach, language } = props;
  const { give } = useGettingStrings(language);
  const [said, setSaid] = useState<'attached' | 'none'>();
  const [failure, setFailure] = useState<Failure>();
  const run = async (): Promise<void> => {
    setFailure(undefined);
    setSaid(undefined);
    try {
      const address = await from();
      const id = ownCertificate(await core.identities(), address, now());
      if (id === undefined) {
        setSaid('none');
        return;
      }
      const file = await core.getting.certificateFile(id, 'cer');
      await attach(safeFilename(`${address}.cer`, `${give.filename}.cer`), file);
      setSaid('attached');
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  return (
    <div class="sg-attach">
      <button type="button" class="sg-button sg-quiet" onClick={() => void run()}>
        {give.attach}
      </button>
      <StatusLine text={said === undefined ? '' : give[said]} tone={said === 'none' ? 'attention' : 'positive'} />
      {failure && <FailureNotice failure={failure} language={language} />}
    </div>
  );
}

/** The identity whose certificate others should have: in date, of this address, the newest, a test identity last. */
export function ownCertificate(
  identities: Awaited<ReturnType<Core['identities']>>,
  address: string,
  now: Date,
): string | undefined {
  const fitting = identities
    .map(({ id, certificate }) => ({ id, certificate: parseCertificate(certificate) }))
    .filter(({ certificate }) => matchAddress(certificate, address) === 'match')
    .filter(({ certificate: { notBefore, notAfter } }) => notBefore <= now && now <= notAfter)
    .sort(
      (a, b) =>
        Number(isTestCertificate(a.certificate)) - Number(isTestCertificate(b.certificate)) ||
        b.certificate.notBefore.getTime() - a.certificate.notBefore.getTime(),
    );
  return fitting[0]?.id;
}
