import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { parseCertificates, type Certificate } from '../../../shared/index';
import {
  dayText,
  FailureNotice,
  failureOf,
  Foreign,
  Notice,
  useIdentityStrings,
  useStrings,
  type Failure,
  type Language,
} from '../../ui/index';
import { type Core } from '../../worker/core';

const nameOf = ({ subject }: Certificate): string => subject.commonName ?? subject.text;

/** The trust anchors that the user added; those of the organisation are not here and cannot be taken away. */
export function TrustPanel(props: {
  readonly anchors: Core['anchors'];
  readonly language: Language;
  readonly onChanged: () => void;
}): JSX.Element {
  const { anchors: store, language, onChanged } = props;
  const { thunderbird: strings } = useStrings(language);
  const { identities: words } = useIdentityStrings(language);
  const [anchors, setAnchors] = useState<readonly Certificate[]>([]);
  const [isFixed, setFixed] = useState(false);
  const [failure, setFailure] = useState<Failure | 'no-issuer'>();
  const reload = async (): Promise<void> => {
    setFixed((await store.rules()).withoutUser);
    const added = await store.added();
    setAnchors(added.flatMap(({ certificate }) => parseCertificates(certificate)));
  };
  const attempt = (work: Promise<void>): void => {
    work.catch((thrown: unknown) => {
      setFailure(failureOf(thrown));
    });
  };
  useEffect(() => {
    attempt(reload());
  }, []);
  const add = async (file: File): Promise<void> => {
    setFailure(undefined);
    const certificates = parseCertificates(new Uint8Array(await file.arrayBuffer()));
    const issuers = certificates.filter(({ basicConstraints }) => basicConstraints?.ca === true);
    if (issuers.length === 0) setFailure('no-issuer');
    for (const { der } of issuers) await store.add(der);
    onChanged();
    await reload();
  };
  const remove = async ({ der }: Certificate): Promise<void> => {
    await store.remove(der);
    onChanged();
    await reload();
  };
  return (
    <section class="sg-panel" aria-label={strings.trustHeading}>
      <h2>{strings.trustHeading}</h2>
      <p class="sg-hint">{strings.trustHelp}</p>
      {isFixed && <p class="sg-hint">{strings.trustFixed}</p>}
      {anchors.length === 0 && !isFixed && <p class="sg-hint">{strings.trustNone}</p>}
      <ul class="sg-identities">
        {anchors.map((anchor) => (
          <li key={anchor.serial + anchor.subject.text} class="sg-identity">
            <div class="sg-identity-facts">
              <div>
                <strong>
                  <Foreign>{nameOf(anchor)}</Foreign>
                </strong>
                <p class="sg-hint">{words.validUntil(dayText(anchor.notAfter, language))}</p>
              </div>
            </div>
            <button
              type="button"
              class="sg-button sg-quiet"
              aria-label={strings.trustRemoveLabel(nameOf(anchor))}
              onClick={() => {
                attempt(remove(anchor));
              }}
            >
              {strings.trustRemove}
            </button>
          </li>
        ))}
      </ul>
      {failure === 'no-issuer' && <Notice tone="error">{strings.trustIsNoIssuer}</Notice>}
      {failure !== undefined && failure !== 'no-issuer' && <FailureNotice failure={failure} language={language} />}
      {!isFixed && (
        <label class="sg-button">
          {strings.trustAdd}
          <input
            type="file"
            class="tb-file-input"
            accept=".cer,.crt,.pem,.der,.p7b,.p7c"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file) attempt(add(file));
              currentTarget.value = '';
            }}
          />
        </label>
      )}
    </section>
  );
}
