import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Preference = string | number | boolean;

export interface ProfileOptions {
  readonly name: string;
  readonly address: string;
  readonly imapPort: number;
  readonly smtpPort: number;
  readonly marionettePort?: number;
  readonly extra?: Readonly<Record<string, Preference>>;
}

/** Nothing that a first start would show or fetch. */
const QUIET: Readonly<Record<string, Preference>> = {
  'app.update.enabled': false,
  'app.donation.eoy.version.viewed': 999,
  'browser.shell.checkDefaultBrowser': false,
  'mail.shell.checkDefaultClient': false,
  'mail.spotlight.firstRunDone': true,
  'mail.winsearch.firstRunDone': true,
  'mail.provider.suppress_dialog_on_startup': true,
  'mail.rights.version': 1,
  'mailnews.start_page.enabled': false,
  'mailnews.start_page_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
  'datareporting.healthreport.uploadEnabled': false,
  'toolkit.telemetry.enabled': false,
  'mail.inappnotifications.enabled': false,
  'mail.inappnotifications.url': '',
  'browser.sessionstore.resume_from_crash': false,
  'toolkit.startup.max_resumed_crashes': -1,
  'mail.accounthub.enabled': false,
  'mail.cloud_files.enabled': false,
  'extensions.update.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.blocklist.enabled': false,
  'services.settings.server': 'http://127.0.0.1:9/none',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.manage-offline-status': false,
  'offline.autoDetect': false,
  'network.proxy.type': 0,
  'security.OCSP.enabled': 0,
  'mail.compose.autosave': false,
  'mail.collect_email_address_outgoing': false,
  'mailnews.show_send_progress': false,
  'mail.biff.show_alert': false,
  'mail.biff.play_sound': false,
  'extensions.autoDisableScopes': 0,
  'extensions.installDistroAddons': false,
  'devtools.console.stdout.chrome': true,
  'browser.dom.window.dump.enabled': true,
};

/**
 * QUIRK: Debian's package sets this to false, which leaves all scripts to the interpreter; Thunderbird itself, and so most
 * people, have it on. SIGNET_TB_INTERPRETER=1 runs everything as Debian has it: slower by a factor of about 50 where octets
 * are worked on in script.
 */
const COMPILER: Readonly<Record<string, Preference>> = {
  'javascript.options.baselinejit': process.env['SIGNET_TB_INTERPRETER'] !== '1',
};

function accounts(options: ProfileOptions): Readonly<Record<string, Preference>> {
  const user = options.address.split('@')[0] ?? '';
  const folder = (name: string): string => `imap://${user}@127.0.0.1/${name}`;
  return {
    'mail.accountmanager.accounts': 'account1,account2',
    'mail.accountmanager.defaultaccount': 'account1',
    'mail.accountmanager.localfoldersserver': 'server2',
    'mail.account.account1.identities': 'id1',
    'mail.account.account1.server': 'server1',
    'mail.account.account2.server': 'server2',
    'mail.account.lastKey': 2,
    'mail.identity.id1.fullName': options.name,
    'mail.identity.id1.useremail': options.address,
    'mail.identity.id1.valid': true,
    'mail.identity.id1.smtpServer': 'smtp1',
    'mail.identity.id1.fcc': true,
    'mail.identity.id1.fcc_folder': folder('Sent'),
    'mail.identity.id1.draft_folder': folder('Drafts'),
    'mail.identity.id1.fcc_folder_picker_mode': '0',
    'mail.identity.id1.drafts_folder_picker_mode': '0',
    'mail.server.server1.type': 'imap',
    'mail.server.server1.hostname': '127.0.0.1',
    'mail.server.server1.port': options.imapPort,
    'mail.server.server1.userName': user,
    'mail.server.server1.name': options.address,
    'mail.server.server1.directory-rel': '[ProfD]ImapMail/127.0.0.1',
    'mail.server.server1.authMethod': 3,
    'mail.server.server1.socketType': 0,
    'mail.server.server1.login_at_startup': false,
    'mail.server.server1.check_new_mail': true,
    'mail.server.server1.use_idle': true,
    'mail.server.server2.type': 'none',
    'mail.server.server2.hostname': 'Local Folders',
    'mail.server.server2.userName': 'nobody',
    'mail.server.server2.name': 'Local Folders',
    'mail.server.server2.directory-rel': '[ProfD]Mail/Local Folders',
    'mail.smtpservers': 'smtp1',
    'mail.smtp.defaultserver': 'smtp1',
    'mail.smtpserver.smtp1.type': 'smtp',
    'mail.smtpserver.smtp1.hostname': '127.0.0.1',
    'mail.smtpserver.smtp1.port': options.smtpPort,
    'mail.smtpserver.smtp1.authMethod': 1,
    'mail.smtpserver.smtp1.try_ssl': 0,
    'mail.smtpserver.smtp1.username': '',
  };
}

/** Writes a throw-away profile with one IMAP account on 127.0.0.1 into an empty folder. */
export function writeProfile(folder: string, options: ProfileOptions): void {
  mkdirSync(join(folder, 'ImapMail', '127.0.0.1'), { recursive: true });
  mkdirSync(join(folder, 'Mail', 'Local Folders'), { recursive: true });
  const port = options.marionettePort === undefined ? {} : { 'marionette.port': options.marionettePort };
  const all = { ...QUIET, ...COMPILER, ...accounts(options), ...port, ...options.extra };
  const lines = Object.entries(all).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(folder, 'prefs.js'), `${lines.join('\n')}\n`);
}
