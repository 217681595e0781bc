import { type JSX } from 'preact';
import { type PanelActionProps } from './identity-core';
import { useIdentityStrings } from './identity-strings';
import { later, LaterDetails } from './later';

/** Most people have a certificate or get one once. */
const WAYS = later(async () => {
  const [request, acme, test] = await Promise.all([
    import('./request-certificate'),
    import('./acme-panel'),
    import('./make-test-identity'),
  ]);
  return { ...request, ...acme, ...test };
});

/** The ways to a certificate: by a request, by itself, or one of one's own to try things out. */
export function GetCertificate(props: PanelActionProps): JSX.Element {
  const { identities } = useIdentityStrings(props.language);
  return (
    <LaterDetails class="sg-get-ways" summary={identities.get} part={WAYS} language={props.language}>
      {({ RequestCertificate, AcmePanel, MakeTestIdentity }) => (
        <>
          <RequestCertificate {...props} />
          {props.core.ordering.isPossible && <AcmePanel {...props} />}
          <MakeTestIdentity {...props} />
        </>
      )}
    </LaterDetails>
  );
}
