import { inspectFile } from '../../addins/cli/inspect-file';
import { type InspectResult, type StructureResult } from '../../addins/cli/result';
import { latin1Text } from '../../shared/base/bytes';
import { parseEntity } from '../../shared/mime/entity';
import { type Layer } from '../../shared/verdict/verdict';
import { type CorpusCase, corpusFile, corpusPath } from '../support/corpora';
import { requestOf } from './corpus-requests';
import { differingFields } from './expected-fields';
import { compareWithMime4j, compareWithPerl, rangesHold } from './mime-comparison';
import { readMime4jTree, readPerlReference } from './mime-expectations';
import { treeText } from './mime-judged';
import { expectedKinds, kindsOf } from './mime-kde';
import trees from './mime-trees.json';

/** What CPython reads otherwise than the message means, and the projects whose messages these are. */
const BY_HAND: Readonly<Record<string, string>> = {
  // A byte order mark in front ends CPython's header; MIME-tools reads past it since 5.509.
  '17-mime/0328': 'multipart/mixed(text/plain#0cc7051e409f application/msword#b83c7778c23a)',
  // A line that is no field ends CPython's header; ruby mail, whose messages these are, reads on to the empty line.
  '17-mime/0410': 'text/plain#c79730cb70c4',
  '17-mime/0432': 'text/plain#0c6254e6a9fb',
};
const JUDGED: Readonly<Record<string, string>> = { ...trees, ...BY_HAND };

/** Each thing that a row's expectation may hold, and what of it we have otherwise. */
type Comparison = (row: CorpusCase, expected: string) => readonly string[] | Promise<readonly string[]>;

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  structure_xml: mime4j,
  decoded_xml: mime4j,
  reference: ({ file }, reference) => compareWithPerl(readPerlReference(reference), parseEntity(corpusFile(file))),
  object_tree_file: kdeDifferences,
};

function mime4j({ file }: CorpusCase, xml: string): readonly string[] {
  return compareWithMime4j(readMime4jTree(xml), parseEntity(corpusFile(file)));
}

/** Names of what was compared of a row; "tree": with the tree that CPython reads. */
export function comparisonsOf(row: CorpusCase): readonly string[] {
  const named = Object.keys(COMPARISONS).filter((name) => typeof row.expected[name] === 'string');
  const isInspected = row.corpus !== '17-mime' && named.length === 0;
  const others = [row.id in JUDGED ? 'tree' : '', 'expected_in' in row.expected ? 'expected_in' : ''];
  return [...named, ...others, isInspected ? 'inspector' : ''].filter((name) => name !== '');
}

/** What of a row is not as expected; nothing where all is. What jsmime expects of its files its own tests compare. */
export async function parseDifferences(row: CorpusCase): Promise<readonly string[]> {
  const out: string[] = [];
  for (const name of comparisonsOf(row)) {
    const expected = row.expected[name];
    if (name === 'inspector') out.push(...inspectorDifferences(row, await inspectFile(requestOf(row))));
    else if (name === 'tree') out.push(...treeDifferences(row));
    else if (typeof expected === 'string' && COMPARISONS[name]) out.push(...(await COMPARISONS[name](row, expected)));
  }
  return row.corpus === '17-mime' && !rangesHold(parseEntity(corpusFile(row.file))) ? [...out, 'ranges'] : out;
}

function treeDifferences({ id, file }: CorpusCase): readonly string[] {
  const ours = treeText(parseEntity(corpusFile(file)));
  return ours === JUDGED[id] ? [] : [`ours ${ours}, theirs ${String(JUDGED[id])}`];
}

/** S/MIME is opened with KDE's key; OpenPGP stays closed. */
async function kdeDifferences(row: CorpusCase, file: string): Promise<readonly string[]> {
  const tree = latin1Text(corpusFile(file));
  const entity = parseEntity(corpusFile(row.file));
  const isCms = /pkcs7-mime|octet-stream/.test(entity.contentType.value) && !kindsOf(entity).startsWith('Cert');
  const ours = isCms ? openedKinds(await inspectFile(kdeRequest(row))) : kindsOf(entity);
  const theirs = expectedKinds(tree, isCms ? 'opened' : 'closed');
  return ours === theirs ? [] : [`ours ${ours}, theirs ${theirs}`];
}

function kdeRequest(row: CorpusCase): ReturnType<typeof requestOf> {
  return { ...requestOf(row), key: [corpusPath('09-kde-mimetreeparser/kdab-unittest.key.pem')], cert: [null] };
}

function openedKinds({ layers = [], structure }: InspectResult): string {
  const visit = (layer: Layer | undefined, part: StructureResult | undefined): string => {
    if (layer?.type === 'mime') return part?.type === 'text/plain' ? 'Text' : (part?.type ?? '');
    const inside = visit(layer?.children[0], part?.children[0]);
    return `${layer?.type.startsWith('signed') === true ? 'Signed' : 'Encrypted'}(${inside})`;
  };
  const [outermost] = layers;
  return visit(outermost, structure);
}

/** The name of a CMS content type in the rows, and the layer it is to us. */
const LAYERS: readonly (readonly [string, string])[] = [
  ['CompressedData', 'compressed'],
  ['DigestedData', 'digested'],
  ['EncryptedData', 'encrypted'],
  ['EnvelopedData', 'enveloped'],
  ['SignedData', 'signed-opaque'],
];

function inspectorDifferences(row: CorpusCase, result: InspectResult): readonly string[] {
  const { verdict, type } = row.expected;
  if (result.error?.code === 'defect') return ['defect'];
  if (verdict === 'reject' || verdict === 'reject-or-unsupported') return isBelieved(result) ? ['believed'] : [];
  if (verdict === 'not-signed') return (result.signatures ?? []).length === 0 ? [] : ['signed'];
  if (verdict === 'either') return [];
  const named = LAYERS.find(([name]) => String(type).startsWith(name))?.[1];
  const [outermost] = result.layers ?? [];
  const isNamed = named === undefined || outermost?.type === named;
  return [...(isNamed ? [] : [`a layer ${String(outermost?.type)}`]), ...differingFields(row, result)];
}

/** Malformed CMS gives nothing: no text, no open envelope, no signature that holds. */
function isBelieved({ text = '', encryption, signatures = [] }: InspectResult): boolean {
  return text !== '' || encryption?.state === 'opened' || signatures.some(({ integrity }) => integrity === 'intact');
}
