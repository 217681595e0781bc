declare module 'smtp-server' {
  import { type EventEmitter } from 'node:events';

  interface SmtpAddress {
    readonly address: string;
  }
  interface SmtpSession {
    readonly envelope: { readonly mailFrom: SmtpAddress | false; readonly rcptTo: readonly SmtpAddress[] };
  }
  interface SmtpOptions {
    readonly authOptional?: boolean;
    readonly disabledCommands?: readonly string[];
    readonly disableReverseLookup?: boolean;
    readonly onConnect?: (session: SmtpSession, done: (error?: Error) => void) => void;
    readonly onMailFrom?: (address: SmtpAddress, session: SmtpSession, done: (error?: Error) => void) => void;
    readonly onRcptTo?: (address: SmtpAddress, session: SmtpSession, done: (error?: Error) => void) => void;
    readonly onData: (stream: EventEmitter, session: SmtpSession, done: (error?: Error | null) => void) => void;
  }
  export class SMTPServer extends EventEmitter {
    constructor(options: SmtpOptions);
    listen(port: number, host: string, listening: () => void): void;
    close(closed: () => void): void;
  }
}

declare module 'nodemailer' {
  interface MailOptions {
    readonly envelope: { readonly from: string; readonly to: readonly string[] };
    readonly raw: Buffer;
  }
  interface TransportOptions {
    readonly host: string;
    readonly port: number;
    readonly lmtp: boolean;
    readonly secure: boolean;
    readonly ignoreTLS: boolean;
  }
  export function createTransport(options: TransportOptions): {
    sendMail(mail: MailOptions): Promise<unknown>;
    close(): void;
  };
}
