import { runInNewContext } from 'node:vm';
import { existsSync } from 'node:fs';
import { deepEqual, ok, strictEqual } from 'node:assert';
import { latin1Bytes, latin1Text, utf8Text } from '../../shared/base/bytes';
import { parseMailboxes } from '../../shared/mime/address';
import { decodedText } from '../../shared/mime/charset';
import { bodyOctets, decodedBody, type Entity, isMessage, parseEntity } from '../../shared/mime/entity';
import { decodeEncodedWords } from '../../shared/mime/encoded-word';
import { parseParameterized } from '../../shared/mime/parameters';
import { corpusFile, corpusPath } from '../support/corpora';

const FOLDER = '17-mime/jsmime/';

interface Options {
  readonly bodyformat?: 'raw' | 'nodecode' | 'decode';
  readonly pruneat?: string;
  readonly strformat?: 'unicode';
}

type Headers = readonly (readonly [string, readonly string[]])[];

/** What jsmime's tests hand to its parser to be told of parts. */
interface Emitter {
  startMessage?(): void;
  endMessage?(): void;
  startPart(place: string, headers: Headers): void;
  deliverPartData(place: string, body: string | Uint8Array): void;
  endPart?(place: string): void;
}

/** Our tree, told in the way of jsmime's parser. */
class Parser {
  readonly emitter: Emitter;
  readonly options: Options;
  text = '';

  constructor(emitter: Emitter, options: Options) {
    this.emitter = emitter;
    this.options = options;
  }

  deliverData(text: string): void {
    this.text += text;
  }

  deliverEOF(): void {
    this.emitter.startMessage?.();
    this.tell(parseEntity(latin1Bytes(this.text)), '', '');
    this.emitter.endMessage?.();
  }

  /** `inner`: what the numbers of the parts inside begin with; jsmime's "$" stands for the message in a part. */
  tell(e: Entity, place: string, inner: string): void {
    const isTold = this.options.pruneat === undefined || this.options.pruneat === place;
    if (isTold) this.emitter.startPart(place, fieldsOf(e));
    const isWhole = this.options.bodyformat === 'raw' || e.children.length === 0;
    if (isTold && isWhole) this.emitter.deliverPartData(place, this.body(e));
    if (!isWhole && isMessage(e)) this.tell(e.children[0] as Entity, `${place}$`, `${place}$.`);
    else if (!isWhole) e.children.forEach((child, i) => this.tell(child, `${inner}${i + 1}`, `${inner}${i + 1}.`));
    if (isTold) this.emitter.endPart?.(place);
  }

  body(e: Entity): string | Uint8Array {
    const { bodyformat, strformat } = this.options;
    if (bodyformat !== 'decode') return latin1Text(bodyOctets(e));
    if (strformat !== 'unicode') return latin1Text(decodedBody(e));
    return e.contentType.value.startsWith('text/') ? decodedText(e) : decodedBody(e);
  }
}

const NAMES: Readonly<Record<string, string>> = { 'message-id': 'Message-ID', 'mime-version': 'MIME-Version' };
const named = (name: string): string => NAMES[name] ?? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

function fieldsOf(e: Entity): Headers {
  return [...new Set(e.header.fields.map(({ name }) => name))].map((name) => [named(name), e.header.all(name)]);
}

/** A test of jsmime's own: its name, and what runs it over our parser; rejects where we differ. */
export interface JsmimeTest {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** Our readers of header values, in the way of jsmime's. */
const headerparser = {
  parseStructuredHeader: (_name: string, value: unknown): unknown => value,
  parseParameterHeader: (text: string, isDecoded: boolean): unknown => {
    const { value, parameters } = parseParameterized(text);
    const entries = [...parameters].map(([name, one]) => [name, isDecoded ? decodeEncodedWords(one) : one] as const);
    return Object.assign(new Map(entries), { preSemi: value });
  },
  parseAddressingHeader: (text: string): unknown =>
    parseMailboxes(text).map(({ name, address }) => ({ name, email: address })),
  decodeRFC2047Words: decodeEncodedWords,
};

/** The tests of one of jsmime's files, which hold what it expects. */
export function jsmimeTests(file: string): readonly JsmimeTest[] {
  const tests: JsmimeTest[] = [];
  // Arrays of another realm are not deeply equal by the strict rules: theirs are compared by the old ones.
  const assert = { equal: strictEqual, ok, deepEqual };
  const modules: Readonly<Record<string, unknown>> = {
    assert,
    jsmime: { MimeParser: Parser, headerparser },
    fs: { readFile },
  };
  const require = (name: string): unknown => modules[name];
  const suites: string[] = [];
  runInNewContext(utf8Text(corpusFile(file)) ?? '', {
    define: (module: (required: typeof require) => void) => {
      module(require);
    },
    suite: (name: string, body: () => void) => {
      suites.push(name);
      body();
      suites.pop();
    },
    test: (name: string, run: () => Promise<void> | undefined) => {
      tests.push({ name: `${suites.at(-1) ?? ''}: ${name}`, run: async () => run() });
    },
    btoa,
    atob,
    Promise,
  });
  return tests;
}

/** One of jsmime's messages is not in the corpus: it is an empty one. */
function readFile(path: string, done: (fault: null, octets: Uint8Array) => void): void {
  const file = FOLDER + path.replace('data/', '');
  done(null, existsSync(corpusPath(file)) ? corpusFile(file) : new Uint8Array(0));
}
