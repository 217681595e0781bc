/**
 * The envelope that office.js (Outlook web build 20220404.2, npm 1.1.110) and its host exchange by `postMessage`: JSON
 * text both ways. Undocumented; found by running the library. Emulated, for trying and testing only.
 */
export const MESSAGE_TYPE = { request: 0, response: 1 } as const;
export const ACTION_TYPE = { invoke: 0, registerEvent: 1, unregisterEvent: 2 } as const;
export const RESPONSE_TYPE = { reply: 0, event: 1 } as const;

export interface Request {
  readonly _messageType: 0;
  readonly _actionType: number;
  readonly _actionName: string;
  readonly _conversationId: string;
  readonly _correlationId: number;
  readonly _data: unknown;
}

/** Data of `ExecuteMethod` (capital E): the Outlook methods. */
export interface OutlookCall {
  readonly ApiParams?: unknown;
  readonly MethodData: { readonly ControlId: string; readonly DispatchId: number };
}

/** Data of `executeMethod` (small e): the methods all Office hosts share. Arguments stand under numbers. */
export interface SharedCall {
  readonly [argument: number]: unknown;
  readonly DdaMethod: { readonly DispatchId: number };
}

/** A request of the protocol, or undefined for any other message that a frame may post. */
export function parseRequest(data: unknown): Request | undefined {
  if (typeof data !== 'string') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  return isRequest(value) ? value : undefined;
}

function isRequest(value: unknown): value is Request {
  if (typeof value !== 'object' || value === null) return false;
  const request = value as Partial<Record<keyof Request, unknown>>;
  return (
    request._messageType === MESSAGE_TYPE.request &&
    typeof request._actionName === 'string' &&
    typeof request._conversationId === 'string' &&
    typeof request._correlationId === 'number'
  );
}

export interface Response {
  readonly conversationId: string;
  readonly origin: string;
  readonly responseType: 0 | 1;
  readonly actionName: string;
  readonly correlationId: number;
  readonly data: unknown;
}

export function encodeResponse(response: Response): string {
  return JSON.stringify({
    _messageType: MESSAGE_TYPE.response,
    _responseType: response.responseType,
    _actionName: response.actionName,
    _conversationId: response.conversationId,
    _correlationId: response.correlationId,
    _errorCode: 0,
    _origin: response.origin,
    _data: response.data ?? null,
    _serializerVersion: 1,
  });
}

/** What office.js reads from `window.name` before it talks: where its host is and what kind of host it is. */
export function frameName(options: {
  readonly conversationId: string;
  readonly addinId: string;
  readonly hostOrigin: string;
  readonly locale: string;
}): string {
  const { conversationId, addinId, hostOrigin, locale } = options;
  const disableLogging = 'disableLogging';
  return JSON.stringify({
    baseFrameName: `_xdm_${addinId}_${conversationId}`,
    hostInfo: `Outlook|Web|16.01|${locale}|${crypto.randomUUID()}||${disableLogging}|16`,
    xdmInfo: `${conversationId}|${addinId}|${hostOrigin}`,
    flights: '[]',
    disabledChangeGates: '[]',
  });
}

/** Error numbers that office.js knows by name (its own table, 9000 to 9055). */
export const HOST_ERROR = {
  invalidAttachmentId: 9003,
  attachmentToDelete: 9008,
  tooManyRecipients: 9012,
  accessRestricted: 9017,
  genericResponse: 9020,
  save: 9021,
  duplicateNotificationKey: 9023,
  notificationKeyNotFound: 9024,
  tooManyNotifications: 9025,
  invalidCategory: 9044,
  duplicateCategory: 9045,
  itemNotSaved: 9046,
  itemNotFound: 9049,
  keyNotFound: 9050,
} as const;

/** Ends a call with one of office.js' own error numbers. */
export class HostError extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`host error ${code}`);
    this.name = 'HostError';
    this.code = code;
  }
}
