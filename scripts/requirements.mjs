import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { withoutServices } from './without-services.mjs';

/** Programs that the tests use as real parts and as judges, with the Debian package of each. */
const PROGRAMS = [
  { program: 'openssl', package: 'openssl', for: 'interop' },
  { program: 'gpgsm', package: 'gpgsm', for: 'interop' },
  { program: 'gpg-agent', package: 'gpg-agent', for: 'interop' },
  { program: 'certutil', package: 'libnss3-tools', for: 'interop' },
  { program: 'unbound', package: 'unbound', for: 'interop', path: '/usr/sbin/unbound' },
  { program: 'ldns-signzone', package: 'ldnsutils', for: 'interop' },
  { program: 'keytool', package: 'openjdk-17-jre-headless', for: 'interop' },
  { program: 'chromium', package: 'chromium', for: 'outlook' },
  { program: 'Xvfb', package: 'xvfb', for: 'thunderbird' },
  { program: 'thunderbird', package: 'thunderbird', for: 'thunderbird' },
  { program: 'dovecot', package: 'dovecot-imapd', for: 'thunderbird', path: '/usr/sbin/dovecot' },
  { program: 'lmtp', package: 'dovecot-lmtpd', for: 'thunderbird', path: '/usr/lib/dovecot/lmtp' },
  { program: 'slapd', package: 'slapd', for: 'thunderbird', path: '/usr/sbin/slapd' },
  { program: 'import', package: 'imagemagick', for: 'thunderbird' },
];

const has = ({ program, path }) =>
  (path !== undefined && existsSync(path)) || spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

const mayInstall = () => process.getuid?.() === 0 && existsSync('/etc/debian_version');

async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('apt-get', ['update', '-qq'], options);
  await withoutServices(() =>
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options),
  );
}

/** Installs what is missing where that is possible (Debian, as root); gives what is missing still. */
export async function bringRequirements(report) {
  const missing = PROGRAMS.filter((one) => !has(one));
  if (missing.length === 0) return [];
  const packages = [...new Set(missing.map((one) => one.package))];
  if (mayInstall()) {
    report(`installing ${packages.join(' ')}`);
    try {
      await install(packages);
    } catch (error) {
      report(`installing failed: ${error.message}`);
    }
  }
  return PROGRAMS.filter((one) => !has(one));
}
