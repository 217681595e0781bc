import { readFileSync } from 'node:fs';
import { runPolicy } from './policy-command';

const { status, out, err } = runPolicy(process.argv.slice(2), (file) => readFileSync(file === '-' ? 0 : file, 'utf8'));
process.stdout.write(out);
process.stderr.write(err);
process.exitCode = status;
