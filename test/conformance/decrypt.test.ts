import { inspectFile } from '../../addins/cli/inspect-file';
import { corpusCases, describeWithCorpora } from '../support/corpora';
import { requestOf } from './corpus-requests';
import { agreementTable, type Answered, differing, exceptionsOf } from './exceptions';

describeWithCorpora('decrypt rows of the corpora', () => {
  const rows: Answered[] = [];

  beforeAll(async () => {
    for (const row of corpusCases('decrypt')) rows.push([row, await inspectFile(requestOf(row))]);
    process.stdout.write(agreementTable('decrypt', rows));
  }, 300_000);

  it('are as expected but for the exceptions, and those are not', () => {
    expect(differing(rows)).toEqual(exceptionsOf('decrypt'));
  });
});
