import { type JSX } from 'preact';
import { type Core } from '../worker/core';
import { type Language, type StoredIdentityView } from './props';

/** What the screens for identities ask of the core: an action of an identity adds the calls it needs. */
export type IdentityCore = Pick<
  Core,
  | 'openIdentityFiles'
  | 'removeIdentity'
  | 'identityTrust'
  | 'selfTest'
  | 'noteBackups'
  | 'writersTo'
  | 'settings'
  | 'getting'
  | 'ordering'
> &
  Partial<Pick<Core, 'keys'>>;

/** What every action of the identity manager is given. */
export interface PanelActionProps {
  readonly core: IdentityCore;
  /** Addresses of the user's accounts; none where the host knows none. */
  readonly accounts: () => Promise<readonly string[]>;
  readonly language: Language;
  /** After something was removed or changed. */
  readonly onChanged: () => void;
  /** After identities of these ids were added: they are tested, and asked about. */
  readonly onAdded: (ids: readonly string[]) => void;
}

export interface IdentityActionProps extends Omit<PanelActionProps, 'accounts' | 'onAdded'> {
  readonly identity: StoredIdentityView;
}

export type IdentityAction = (props: IdentityActionProps) => JSX.Element | null;
export type PanelAction = (props: PanelActionProps) => JSX.Element | null;
