import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { connect, type LookupFunction, type Socket } from 'node:net';

/** What a connection was to be made to, as the look-up gave it. */
export interface Dialled {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly string[];
}

export interface LocalAgents {
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
  readonly dialled: Dialled[];
}

/**
 * Agents that ask the connection's look-up as any socket does, write down what it said, and then connect to a port of
 * this machine: of a public address there is none in a test. `ports` by host name.
 */
export function localAgents(ports: Readonly<Record<string, number>>): LocalAgents {
  const dialled: Dialled[] = [];
  class LocalAgent extends HttpAgent {
    override createConnection(
      options: ClientRequestArgs,
      callback?: (error: Error | null, socket: Socket) => void,
    ): undefined {
      const { host, lookup } = options as { host: string; lookup: LookupFunction };
      lookup(host, { all: true }, (error, found) => {
        const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [];
        dialled.push({ host, port: Number(options.port), addresses });
        callback?.(error, connect(ports[host] ?? 1, '127.0.0.1'));
      });
      return undefined;
    }
  }
  return { agents: { http: new LocalAgent(), https: new HttpsAgent() }, dialled };
}
