import { GetCertificate } from './get-certificate';
import { type PanelAction } from './identity-core';

/** What can be done without an identity, such as getting one: shown below the list, each a component of its own file. */
export const PANEL_ACTIONS: readonly PanelAction[] = [GetCertificate];
