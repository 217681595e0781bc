const MESSAGES = 'http://schemas.microsoft.com/exchange/services/2006/messages';
const TYPES = 'http://schemas.microsoft.com/exchange/services/2006/types';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

/** A refusal as EWS writes it: a ResponseCode. */
export class EwsError extends Error {
  readonly code: string;
  readonly backOff: number | undefined;

  constructor(code: string, backOff?: number) {
    super(code);
    this.name = 'EwsError';
    this.code = code;
    this.backOff = backOff;
  }
}

/** The operation in a request. Throws `EwsError` for one that a server would not read. */
export function operationIn(text: string): Element {
  const page = new DOMParser().parseFromString(text, 'application/xml');
  const root = page.documentElement;
  const [header, body, more] = [...root.children];
  const isEnvelope = root.namespaceURI === SOAP && root.localName === 'Envelope' && body?.localName === 'Body' && !more;
  if (!isEnvelope || page.doctype) throw new EwsError('ErrorSchemaValidation');
  const version = header?.getElementsByTagNameNS(TYPES, 'RequestServerVersion')[0]?.getAttribute('Version');
  if (version !== 'Exchange2013') throw new EwsError('ErrorInvalidServerVersion');
  const [operation, second] = [...body.children];
  if (!operation || second || operation.namespaceURI !== MESSAGES) throw new EwsError('ErrorSchemaValidation');
  return operation;
}

/** The elements of that name within, in the types schema. */
export const within = (parent: Element, name: string): readonly Element[] => [
  ...parent.getElementsByTagNameNS(TYPES, name),
];

/** The children of a request element in the order that the schema has them. Throws `EwsError` for others. */
export function expectChildren(parent: Element, ...names: readonly string[]): void {
  const found = [...parent.children].map(({ localName }) => localName);
  if (found.join() !== names.join()) throw new EwsError('ErrorSchemaValidation');
}

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const envelope = (inside: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${SOAP}"><s:Body xmlns:m="${MESSAGES}" xmlns:t="${TYPES}">${inside}</s:Body></s:Envelope>`;

export const answerXml = (operation: string, inside: string): string =>
  envelope(
    `<m:${operation}Response><m:ResponseMessages><m:${operation}ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>${inside}</m:${operation}ResponseMessage></m:ResponseMessages></m:${operation}Response>`,
  );

/** Busy servers and requests out of shape are told as SOAP faults, the rest in a response message. */
export function errorXml(operation: string, { code, backOff }: EwsError): string {
  const wait =
    backOff === undefined
      ? ''
      : `<t:MessageXml><t:Value Name="BackOffMilliseconds">${backOff}</t:Value></t:MessageXml>`;
  if (/^Error(?:ServerBusy|SchemaValidation|InvalidServerVersion|InvalidRequest)$/.test(code)) {
    return envelope(
      `<s:Fault><faultcode>a:${code}</faultcode><faultstring>${code}</faultstring><detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">${code}</e:ResponseCode>${wait}</detail></s:Fault>`,
    );
  }
  return envelope(
    `<m:${operation}Response><m:ResponseMessages><m:${operation}ResponseMessage ResponseClass="Error"><m:MessageText>${code}</m:MessageText><m:ResponseCode>${code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey></m:${operation}ResponseMessage></m:ResponseMessages></m:${operation}Response>`,
  );
}
