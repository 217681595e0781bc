import { SignetError } from '../../../shared/index';

const NAMESPACES = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  m: 'http://schemas.microsoft.com/exchange/services/2006/messages',
  t: 'http://schemas.microsoft.com/exchange/services/2006/types',
} as const;
type Prefix = keyof typeof NAMESPACES;
export const TYPES = NAMESPACES.t;

/** An element to be written. */
export interface Xml {
  readonly name: `${Prefix}:${string}`;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Xml | string)[];
}

export const xml = (
  name: Xml['name'],
  attributes: Xml['attributes'] = {},
  ...children: readonly (Xml | string)[]
): Xml => ({ name, attributes, children });

/** What XML 1.0 has no way to write (2.2), not even escaped: left out. */
const NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * The request for one operation. ASCII only: Office.js takes no request that has to say how it is encoded.
 * `Exchange2013` is the oldest server that lends EWS to add-ins.
 */
export function ewsRequest(operation: Xml): string {
  const page = document.implementation.createDocument(NAMESPACES.soap, 'soap:Envelope');
  const root = page.documentElement;
  // Declared once, and not on each element again.
  for (const prefix of ['m', 't'] as const) {
    root.setAttributeNS('http://www.w3.org/2000/xmlns/', `xmlns:${prefix}`, NAMESPACES[prefix]);
  }
  root.append(
    written(page, xml('soap:Header', {}, xml('t:RequestServerVersion', { Version: 'Exchange2013' }))),
    written(page, xml('soap:Body', {}, operation)),
  );
  const text = new XMLSerializer().serializeToString(page);
  return text.replace(/[^\x00-\x7e]/gu, (sign) => `&#x${(sign.codePointAt(0) ?? 0).toString(16)};`);
}

function written(page: XMLDocument, { name, attributes, children }: Xml): Element {
  const element = page.createElementNS(NAMESPACES[name.split(':')[0] as Prefix], name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value.replace(NOT_XML, ''));
  for (const child of children) {
    element.append(typeof child === 'string' ? child.replace(NOT_XML, '') : written(page, child));
  }
  return element;
}

/** What the server said to one operation on one item. */
export interface EwsAnswer {
  /** `NoError`, or why not (ResponseCode of the messages schema). */
  readonly code: string;
  /** The response message; what else it holds is read by `elementsOf`. */
  readonly message: Element;
  /** Milliseconds that a busy server asks to wait. */
  readonly backOff: number | undefined;
}

/**
 * Reads the answer to one operation: the one response message of it, or a SOAP fault. Throws `host` for anything else,
 * so that nothing which only looks like an answer counts as one.
 */
export function readEwsAnswer(text: string, operation: string): EwsAnswer {
  const page = new DOMParser().parseFromString(text, 'application/xml');
  // Some programs give the part before an error, which would read as an answer with nothing in it.
  const isWhole = !page.doctype && page.getElementsByTagName('parsererror').length === 0;
  const body = isWhole ? onlyChild(page.documentElement, NAMESPACES.soap, 'Body') : undefined;
  const fault = body && onlyChild(body, NAMESPACES.soap, 'Fault');
  if (fault) return answerOf(fault, errorOf(fault) ?? 'SoapFault');
  const response = body && onlyChild(body, NAMESPACES.m, `${operation}Response`);
  const list = response && onlyChild(response, NAMESPACES.m, 'ResponseMessages');
  const message = list && onlyChild(list, NAMESPACES.m, `${operation}ResponseMessage`);
  const code = message && onlyChild(message, NAMESPACES.m, 'ResponseCode')?.textContent;
  if (!message || !code) throw new SignetError('host', `EWS: ${operation}Response expected`, 'refused');
  const isGood = message.getAttribute('ResponseClass') === 'Success';
  if (isGood !== (code === 'NoError')) throw new SignetError('host', 'EWS: an answer at odds with itself', 'refused');
  return answerOf(message, code);
}

function answerOf(message: Element, code: string): EwsAnswer {
  const values = [...message.getElementsByTagNameNS(TYPES, 'Value')];
  const wait = values.find((value) => value.getAttribute('Name') === 'BackOffMilliseconds')?.textContent ?? '';
  return { code, message, backOff: /^\d{1,9}$/.test(wait) ? Number(wait) : undefined };
}

const childrenOf = (parent: Element, namespace: string, name: string): readonly Element[] =>
  [...parent.children].filter((child) => child.namespaceURI === namespace && child.localName === name);

function onlyChild(parent: Element, namespace: string, name: string): Element | undefined {
  const [first, second] = childrenOf(parent, namespace, name);
  return second ? undefined : first;
}

/** Of whichever namespace: that of errors in a fault's detail has changed between servers. A fault is no success. */
function errorOf(fault: Element): string | undefined {
  const code = fault.getElementsByTagNameNS('*', 'ResponseCode')[0]?.textContent;
  return code && code !== 'NoError' ? code : undefined;
}

/** All elements of the types schema with this name, in order. */
export const elementsOf = (parent: Element, name: string): readonly Element[] => [
  ...parent.getElementsByTagNameNS(TYPES, name),
];

/** The text of the first of them; '' where there is none. */
export const firstText = (parent: Element, name: string): string => elementsOf(parent, name)[0]?.textContent ?? '';
