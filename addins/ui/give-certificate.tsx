import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type CertificateFormat } from '../../shared/index';
import { safeFilename, saveFile } from './download';
import { failureOf } from './failure';
import { useGettingStrings } from './getting-strings';
import { type IdentityActionProps } from './identity-core';
import { FailureNotice } from './notices';
import { type Failure } from './props';

const FORMATS: readonly CertificateFormat[] = ['cer', 'pem', 'p7b'];

/** The public certificate as a file, for whoever is to encrypt to it. */
export function GiveCertificate({ identity, core, language }: IdentityActionProps): JSX.Element {
  const { give } = useGettingStrings(language);
  const [failure, setFailure] = useState<Failure>();
  const save = async (format: CertificateFormat): Promise<void> => {
    setFailure(undefined);
    try {
      const { octets, ending } = await core.getting.certificateFile(identity.id, format);
      const name = identity.addresses[0] ?? identity.name;
      saveFile(safeFilename(`${name}.${ending}`, `${give.filename}.${ending}`), octets);
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  return (
    <section class="sg-give" aria-label={give.title}>
      <h4>{give.title}</h4>
      <p class="sg-hint">{give.help}</p>
      <div class="sg-actions">
        {FORMATS.map((format) => (
          <button key={format} type="button" class="sg-button" onClick={() => void save(format)}>
            {give.save[format]}
          </button>
        ))}
      </div>
      {failure && <FailureNotice failure={failure} language={language} />}
    </section>
  );
}
