import { isDkimConfirmed, type DkimHeader } from '../../../addins/acme/authentication-results';

const ALL =
  'From:Sender:Reply-To:To:CC:Subject:Date:In-Reply-To:References:Message-ID:Auto-Submitted:Content-Type:Content-Transfer-Encoding';
const signature = (d = 'ca.example', h = ALL): string => `v=1; a=rsa-sha256; d=${d}; s=acme; h=${h}; bh=x; b=y`;
const GOOD: DkimHeader = {
  results: [
    'mx.example; spf=none smtp.mailfrom=ca.example; dkim=pass (2048-bit key) header.d=ca.example header.s=acme',
  ],
  signatures: [signature()],
};
const judge = (change: Partial<DkimHeader> = {}, server = 'mx.example', domain = 'ca.example'): boolean =>
  isDkimConfirmed({ ...GOOD, ...change }, server, domain);

describe('what the mail server says about DKIM', () => {
  it('counts where it is of the own server, about this domain, and the signature covers what it must', () => {
    expect(judge()).toBe(true);
    expect(judge({}, 'MX.Example', 'CA.example')).toBe(true);
    expect(judge({ results: ['mx.example 1; dkim = pass header.d = "ca.example"'] })).toBe(true);
    expect(
      judge({ results: ['mx.example; spf=pass smtp.mailfrom="a;b("@c.example; dkim=pass header.d=ca.example'] }),
    ).toBe(true);
  });

  it.each<[string, Partial<DkimHeader>]>([
    ['nothing', { results: [] }],
    ['a server of another name', { results: ['evil.example; dkim=pass header.d=ca.example'] }],
    ['another domain', { results: ['mx.example; dkim=pass header.d=evil.example'] }],
    ['a domain below', { results: ['mx.example; dkim=pass header.d=x.ca.example'] }],
    ['no domain', { results: ['mx.example; dkim=pass'] }],
    ['a failure', { results: ['mx.example; dkim=fail header.d=ca.example'] }],
    ['another method', { results: ['mx.example; spf=pass header.d=ca.example'] }],
    ['a pass in a comment', { results: ['mx.example; dkim=fail (; dkim=pass header.d=ca.example) header.d=x'] }],
    ['a domain in a comment', { results: ['mx.example; dkim=pass ( header.d=ca.example)'] }],
    [
      'a pass in a quoted value, as a sender can put it there',
      {
        results: [
          'mx.example; spf=pass smtp.mailfrom="x; dkim=pass header.d=ca.example "@evil.example; dkim=fail header.d=ca.example',
        ],
      },
    ],
    [
      'a domain in a quoted value',
      { results: ['mx.example; dkim=pass header.i="x header.d=ca.example "@evil.example header.d=evil.example'] },
    ],
    ['a quoted quote', { results: ['mx.example; spf=pass smtp.mailfrom="x\\"; dkim=pass header.d=ca.example'] }],
    [
      'a comment in a quoted value',
      { results: ['mx.example; dkim=pass x="(" header.d=evil.example; y=")" header.d=ca.example'] },
    ],
    ['two domains', { results: ['mx.example; dkim=pass header.d=ca.example header.d=evil.example'] }],
    ['a failure above a forged pass', { results: ['mx.example; dkim=none', ...GOOD.results] }],
    ['no signature', { signatures: [] }],
    ['a signature of another domain', { signatures: [signature('evil.example')] }],
    ['a signature that leaves Reply-To open', { signatures: [signature('ca.example', ALL.replace('Reply-To:', ''))] }],
    ['a second one that leaves it open', { signatures: [signature(), signature('ca.example', 'From')] }],
    ['a signature with a tag twice', { signatures: [`${signature()}; d=ca.example`] }],
  ])('does not count with %s', (_, change) => {
    expect(judge(change)).toBe(false);
  });

  it('counts for nothing where nobody said which server is the own', () => {
    expect(judge({ results: ['; dkim=pass header.d=ca.example'] }, '')).toBe(false);
    expect(judge({}, '  ')).toBe(false);
  });
});
