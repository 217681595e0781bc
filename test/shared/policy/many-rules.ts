import { type PolicyDocument, type Rule } from '../../../shared/policy/document';
import { type Facts } from '../../../shared/policy/facts';

/** A policy with so many rules: most about an address or domain, one of ten about a mark in the subject. */
export function manyRules(count: number): PolicyDocument {
  const rules = Array.from({ length: count }, (_, at): Rule => {
    const id = `rule-${at}`;
    if (at % 10 === 0) return { id, when: { subject: [`[mark-${at}]`] }, encrypt: 'require' };
    const recipient =
      at % 3 === 0 ? `*@*.domain-${at}.test` : at % 3 === 1 ? `*@domain-${at}.test` : `p@person-${at}.test`;
    return { id, when: { recipient: [recipient] }, sign: 'require', encrypt: at % 2 === 0 ? 'require' : 'prefer' };
  });
  return { version: 2, rules };
}

/** A message to so many, each of whom one rule is about. */
export function messageTo(count: number): Facts {
  return {
    time: Date.parse('2027-01-15T00:00:00Z'),
    from: 'me@home.test',
    recipients: Array.from({ length: count }, (_, at) => ({
      address: `someone@domain-${at * 3 + 1}.test`,
      certificate: 'usable' as const,
    })),
    subject: 'The plans [mark-10] and what became of them',
    replyToEncrypted: false,
    calendar: false,
    attachments: ['plan.pdf'],
    size: 40_000,
    signer: { state: 'usable' },
    choices: {},
    confirmed: [],
    canSplit: true,
  };
}
