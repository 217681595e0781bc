/** What is written into a compose window. */
export interface ComposeRequest {
  readonly to: string;
  readonly cc?: string;
  readonly bcc?: string;
  readonly subject: string;
  readonly body: string;
  readonly attachments?: readonly string[];
}

/** What a message window shows. */
export interface ShownMessage {
  readonly subject: string;
  /** What stands beside the subject, ours. */
  readonly status: string | null;
  readonly tone: string | null;
  readonly tooltip: string | null;
  readonly body: string;
  /** Thunderbird's own view, of nsICMSMessageErrors; -1 where there is none, 0 good. */
  readonly nativeSignature: number;
  readonly nativeEncryption: number;
  readonly headerShown: boolean;
}
