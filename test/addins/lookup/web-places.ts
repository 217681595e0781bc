import { type StartedSource, type SourceWorld } from '../../ports/look-up-source.contract';
import { startServer } from '../revocation/local-server';
import { type WebHost } from '../../../addins/lookup/web-question';
import { type LookUpSource } from '../../../shared/index';
import { type ServerResponse } from 'node:http';

/** Writes without end, as long as somebody reads. */
export function flood(response: ServerResponse): void {
  response.writeHead(200);
  const chunk = Buffer.alloc(1 << 16, 0x30);
  const more = (): void => {
    if (response.destroyed || response.socket === null) return;
    response.write(chunk, () => setImmediate(more));
  };
  more();
}

/** A place behind a server on this machine, which answers for every host. */
export async function startWebPlace(
  world: SourceWorld,
  create: (host: WebHost) => LookUpSource,
  answer: (path: string, response: ServerResponse) => void,
): Promise<StartedSource> {
  const server = await startServer(({ url = '' }, response) => {
    if (world.manner === 'silent') return;
    if (world.manner === 'flooding') flood(response);
    else if (world.manner === 'broken') response.end('<!doctype html><title>Sign in to the hotel’s network</title>');
    else answer(url, response);
  });
  const host: WebHost = { fetch: server.fetch, resolve: () => Promise.resolve(['203.0.113.9']) };
  return { source: create(host), asked: () => server.asked.length, stop: () => server.stop() };
}
