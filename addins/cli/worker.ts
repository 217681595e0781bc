import { parentPort } from 'node:worker_threads';
import { inspectFile } from './inspect-file';
import { type InspectRequest } from './request';

/** Answers one request at a time; whoever started it watches the clock. */
const port = parentPort;
if (port) {
  port.on('message', (request: InspectRequest) => {
    void inspectFile(request).then((result) => {
      port.postMessage(result);
    });
  });
  port.postMessage('ready');
}
