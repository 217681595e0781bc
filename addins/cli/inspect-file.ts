import {
  type Bytes,
  type Certificate,
  errorCode,
  openCms,
  type OpenContext,
  openOctets,
  parseCertificates,
  publicAnchors,
  SignetError,
} from '../../shared/index';
import {
  certificateResult,
  identityFileResult,
  policyInputs,
  requestResult,
  revocationListResult,
} from './certificate-result';
import { readFile } from './files';
import { requestSecretKey, requestUnwrap } from './keys';
import { type Input, isCutOff, readInput } from './kind';
import { messageResult } from './message-result';
import { type InspectRequest, readTime } from './request';
import { type InspectResult } from './result';
import { revocationData } from './revocation-files';

/** Answers one request. Never throws and never rejects: whatever is wrong is in the answer. */
export async function inspectFile(
  request: InspectRequest,
  clock: () => Date = () => new Date(),
): Promise<InspectResult> {
  let result: InspectResult = { schema: 1, ...named(request), file: request.file, kind: 'unknown' };
  try {
    const input = readInput(readFile(request.file));
    result = { ...result, kind: input.kind };
    return { ...result, ...(await answer(input, request, clock())) };
  } catch (thrown) {
    return { ...result, error: errorOf(thrown) };
  }
}

/** The id of a request, where it has one. */
export function named(request: { readonly id?: string }): { readonly id?: string } {
  return request.id === undefined ? {} : { id: request.id };
}

/** A thrown value as `error`. What is not ours is named by its kind alone: its text could hold anything. */
function errorOf(thrown: unknown): NonNullable<InspectResult['error']> {
  if (thrown instanceof SignetError) return { code: thrown.code, message: thrown.message };
  const kind = thrown instanceof Error ? thrown.name : 'a value that is no error';
  return { code: errorCode(thrown), message: `an unexpected fault (${kind})` };
}

async function answer(input: Input, request: InspectRequest, now: Date): Promise<Partial<InspectResult>> {
  const at = request.at === undefined ? now : (readTime(request.at) ?? now);
  switch (input.kind) {
    case 'message':
    case 'cms':
      return openInput(input, request, at);
    case 'certificates': {
      const trust = trustOf(request);
      const list = parseCertificates(input.octets);
      return certificateResult(list, { request, ...trust, at });
    }
    case 'pfx':
    case 'profile': {
      const judgedBy = { request, ...trustOf(request), at };
      return identityFileResult(input.octets, request.passphrase?.[0] ?? request.password ?? '', judgedBy);
    }
    case 'crl':
      return revocationListResult(input.octets);
    case 'csr':
      return requestResult(input.octets);
    case 'unknown':
      throw new SignetError('malformed-mime', unknownMessage(input.octets));
    default:
      if (isCutOff(input.octets)) throw new SignetError('malformed-der', 'the file ends before its content');
      return {};
  }
}

function unknownMessage(octets: Bytes): string {
  return octets.length === 0 ? 'the file is empty' : 'neither mail nor CMS, PFX, certificate, CRL, CSR or key';
}

async function openInput(input: Input, request: InspectRequest, at: Date): Promise<Partial<InspectResult>> {
  const keys = await readKeys(request);
  const context = contextOf(request, at, keys.unwrap);
  if (input.kind === 'message') {
    const opened = await openOctets(input.octets, context);
    return { ...(await messageResult(opened, opened.entities.get('0'), request)), ...keys.failed };
  }
  const content = request.content === undefined ? undefined : readFile(request.content);
  return {
    ...(await messageResult(await openCms(input.octets, context, content), undefined, request)),
    ...keys.failed,
  };
}

interface RequestKeys {
  readonly unwrap?: OpenContext['unwrap'];
  readonly failed?: Pick<InspectResult, 'error'>;
}

/** A key file that cannot be read is an error of the request; what needs no key is told all the same. */
async function readKeys(request: InspectRequest): Promise<RequestKeys> {
  try {
    return { unwrap: await requestUnwrap(request) };
  } catch (thrown) {
    return { failed: { error: errorOf(thrown) } };
  }
}

function contextOf(request: InspectRequest, now: Date, unwrap: OpenContext['unwrap']): OpenContext {
  const contentKey = requestSecretKey(request)?.key;
  return {
    now,
    ...trustOf(request),
    policies: policyInputs(request),
    revocation: { data: revocationData(request), required: request.requireRevocation === true },
    ...(unwrap && { unwrap }),
    ...(contentKey && { contentKey }),
    ...(request.purpose === 'any' && { purpose: 'any' }),
    ...(request.email !== undefined && { requiredAddress: request.email }),
  };
}

/** Anchors and intermediates of a request; where it names no anchors, the built-in ones. */
function trustOf({ anchors, intermediates = [] }: InspectRequest): Trust {
  const read = (paths: readonly string[]): readonly Certificate[] =>
    paths.flatMap((path) => parseCertificates(readFile(path)));
  return {
    anchors: read(anchors ?? []),
    anchorIndex: anchors === undefined ? publicAnchors() : undefined,
    intermediates: read(intermediates),
  };
}

type Trust = Pick<OpenContext, 'anchors' | 'anchorIndex' | 'intermediates'>;
