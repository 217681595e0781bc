import { latin1Text } from '../../shared/base/bytes';
import { corpusFile } from '../support/corpora';

/** What mime4j says of one entity. */
export interface ExpectedEntity {
  readonly fields: readonly string[];
  readonly children: readonly ExpectedEntity[];
  readonly multipart: boolean;
  /** *_decoded.xml: the file that holds the decoded body; undefined for composite entities. */
  readonly bodyFile?: string;
  /** *.xml: the body as it stands in the message, line breaks as LF. */
  readonly body?: string;
  readonly preamble?: string;
  readonly epilogue?: string;
}

interface OpenElement {
  readonly fields: string[];
  readonly children: ExpectedEntity[];
  multipart: boolean;
  bodyFile?: string;
  body?: string;
  preamble?: string;
  epilogue?: string;
}

/** mime4j's *.xml and *_decoded.xml: message and body-part elements with their fields, bodies or names of body files. */
export function readMime4jTree(file: string): ExpectedEntity {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const xml = latin1Text(corpusFile(file)).replace(/\r\n/g, '\n');
  const stack: OpenElement[] = [{ fields: [], children: [], multipart: false }];
  for (const match of xml.matchAll(/<(\/?)([a-z-]+)((?:\s+name="[^"]*")?)\s*\/?>([^<]*)/g)) {
    const [, slash = '', element = '', attribute = '', text = ''] = match;
    const top = stack.at(-1) as OpenElement;
    if (element === 'message' || element === 'body-part') {
      if (slash === '') stack.push({ fields: [], children: [], multipart: false });
      else (stack[stack.length - 2] as OpenElement).children.push(stack.pop() as ExpectedEntity);
    } else if (slash === '') readElement(top, element, unescaped(text.replace(/^\n/, '')));
    if (attribute !== '') top.bodyFile = folder + (/"(.*)"/.exec(attribute)?.[1] ?? '');
  }
  return (stack[0] as OpenElement).children[0] as ExpectedEntity;
}

function readElement(top: OpenElement, element: string, text: string): void {
  if (element === 'field') top.fields.push(text);
  else if (element === 'multipart') top.multipart = true;
  else if (element === 'body') top.body = text;
  else if (element === 'preamble') top.preamble = text;
  else if (element === 'epilogue') top.epilogue = text;
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
  for (const [, name = '', body = ''] of text.matchAll(/"?((?:Msg|Parser|Part_[\d_]+))"?\s*=>\s*\{([^}]*)\}/g)) {
    const values = new Map<string, string>();
    for (const [, key = '', quoted, number] of body.matchAll(/"?(\w+)"?\s*=>\s*(?:"((?:[^"\\]|\\.)*)"|'?(\d+)'?)/g)) {
      values.set(key, (quoted ?? number ?? '').replace(/\\(.)/g, '$1'));
    }
    entities.set(name, values);
  }
  return entities;
}
