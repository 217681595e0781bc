import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const POLICY = '/usr/sbin/policy-rc.d';
const MARK = '# Lies here while the tests of Signet install programs. If nothing is being installed, remove it.';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs `body`, which installs Debian packages, so that no service of theirs is started: servers that the tests start
 * themselves, such as slapd and unbound. Debian asks /usr/sbin/policy-rc.d before it starts one; ours says no (101) and is
 * taken away again, also where `body` throws or a signal comes meanwhile, which then ends the process after that. One that
 * somebody else has put there is left alone, and decides.
 */
export async function withoutServices(body, path = POLICY) {
  if (existsSync(path) && !readFileSync(path, 'utf8').includes(MARK)) return body();
  let signal;
  const note = (one) => (signal = one);
  for (const one of SIGNALS) process.on(one, note);
  try {
    writeFileSync(path, `#!/bin/sh\n${MARK}\nexit 101\n`, { mode: 0o755 });
    return body();
  } finally {
    rmSync(path, { force: true });
    // What came while `body` held the process is told only once it is idle.
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const one of SIGNALS) process.off(one, note);
    if (signal !== undefined) process.kill(process.pid, signal);
  }
}
