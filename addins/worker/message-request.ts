/** A message that was opened: its name in this worker and where its octets are, should the worker have forgotten it. */
export interface MessageRequest {
  readonly serial: number;
  readonly message: Blob;
}
