import { latin1Text } from '../../shared/base/bytes';
import { corpusFile } from '../support/corpora';

/** What a corpus says of one entity: its header fields, and either a decoded body's octets or what it contains. */
export interface ExpectedEntity {
  readonly fields: readonly string[];
  /** File that holds the decoded body; undefined for composite entities. */
  readonly bodyFile?: string;
  readonly textual?: boolean;
  readonly children: readonly ExpectedEntity[];
  readonly multipart: boolean;
}

interface OpenElement {
  readonly element: string;
  readonly fields: string[];
  readonly children: ExpectedEntity[];
  bodyFile?: string;
  textual?: boolean;
  multipart: boolean;
}

/** mime4j's *_decoded.xml: message and body-part elements with their fields, and the file of each decoded body. */
export function readMime4jTree(file: string): ExpectedEntity {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const xml = latin1Text(corpusFile(file)).replace(/\r\n/g, '\n');
  const stack: OpenElement[] = [{ element: 'root', fields: [], children: [], multipart: false }];
  for (const match of xml.matchAll(/<(\/?)([a-z-]+)((?:\s+name="[^"]*")?)\s*\/?>([^<]*)/g)) {
    const [, slash, element = '', attribute = '', text = ''] = match;
    const top = stack.at(-1) as OpenElement;
    if (element === 'message' || element === 'body-part') {
      if (slash === '') stack.push({ element, fields: [], children: [], multipart: false });
      else (stack[stack.length - 2] as OpenElement).children.push(closed(stack.pop() as OpenElement));
    } else if (element === 'field' && slash === '') top.fields.push(unescaped(text));
    else if (element === 'multipart') top.multipart = true;
    else if (element === 'text-body' || element === 'binary-body') {
      top.bodyFile = folder + (/"(.*)"/.exec(attribute)?.[1] ?? '');
      top.textual = element === 'text-body';
    }
  }
  return (stack[0] as OpenElement).children[0] as ExpectedEntity;
}

function closed(open: OpenElement): ExpectedEntity {
  const { fields, children, multipart, bodyFile, textual } = open;
  return { fields, children, multipart, ...(bodyFile === undefined ? {} : { bodyFile, textual: textual === true }) };
}

function unescaped(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}

/** One entity of MIME-tools' *.ref files (a Perl hash), by its place such as "Part_3_1"; "Msg" is the root. */
export type PerlReference = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function readPerlReference(file: string): PerlReference {
  const text = latin1Text(corpusFile(file)).replace(/qq\{([^}]*)\}/g, '"$1"');
  const entities = new Map<string, ReadonlyMap<string, string>>();
  for (const [, name = '', body = ''] of text.matchAll(/"?((?:Msg|Part_[\d_]+))"?\s*=>\s*\{([^}]*)\}/g)) {
    const values = new Map<string, string>();
    for (const [, key = '', quoted, number] of body.matchAll(/"?(\w+)"?\s*=>\s*(?:"((?:[^"\\]|\\.)*)"|'?(\d+)'?)/g)) {
      values.set(key, (quoted ?? number ?? '').replace(/\\(.)/g, '$1'));
    }
    entities.set(name, values);
  }
  return entities;
}
