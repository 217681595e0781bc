import { type CheckedTransport } from '../../addins/outlook/careful-sending';
import { utf8Bytes, type WireMessage } from '../../shared/index';

/** What goes wrong with the next attempts to send, or with the questions after it. */
export type TransportFault = 'lost-before' | 'lost-after' | 'busy' | 'busy-for-good' | 'denied' | 'no-questions';

export interface TransportWorld {
  readonly transport: CheckedTransport;
  /** How many messages have left. */
  sent(): number;
  /** How often the transport waited. */
  waited(): number;
  break(fault: TransportFault): void;
  /** No fault any more. */
  mend(): void;
  close(): void;
}

export const messageFrom = (from: string, to: string, id = '<1@signet.example>', text = 'y'): WireMessage => ({
  octets: utf8Bytes(`From: ${from}\r\nTo: ${to}\r\nMessage-ID: ${id}\r\nSubject: x\r\n\r\n${text}`),
  from,
  recipients: [to],
  messageId: id,
});

/** The rules of a transport for mail, whichever server it goes through. */
export function checkedTransportContract(
  name: string,
  start: () => TransportWorld,
  people: { readonly from: string; readonly to: string },
): void {
  describe(`transport: ${name}`, () => {
    let world: TransportWorld;
    beforeEach(() => (world = start()));
    afterEach(() => world.close());
    const message = messageFrom(people.from, people.to);
    const send = (): Promise<void> => world.transport.send(message);
    const refusedAs = (subject: string) => ({ code: 'host', subject });

    it('sends, and tells by the Message-ID that it did', async () => {
      expect(await world.transport.wasAccepted(message.messageId)).toBe(false);
      await send();
      expect(world.sent()).toBe(1);
      expect(await world.transport.wasAccepted(message.messageId)).toBe(true);
    });

    it('sends once what is sent twice, at a time and one after the other', async () => {
      await Promise.all([send(), send()]);
      await send();
      expect(world.sent()).toBe(1);
    });

    it('counts as sent what arrived without an answer', async () => {
      world.break('lost-after');
      await send();
      expect(world.sent()).toBe(1);
    });

    it('says what did not arrive, and sends it when it is asked again', async () => {
      world.break('lost-before');
      await expect(send()).rejects.toMatchObject(refusedAs('not-sent'));
      expect(world.sent()).toBe(0);
      world.mend();
      await send();
      expect(world.sent()).toBe(1);
    });

    it('says that nobody knows, and finds it out before the next attempt', async () => {
      world.break('lost-after');
      world.break('no-questions');
      await expect(send()).rejects.toMatchObject(refusedAs('unconfirmed'));
      await expect(send()).rejects.toMatchObject(refusedAs('unconfirmed'));
      world.mend();
      await send();
      expect(world.sent()).toBe(1);
    });

    it('waits for a busy server', async () => {
      world.break('busy');
      await send();
      expect([world.sent(), world.waited()]).toEqual([1, 1]);
    });

    it('gives up on one that stays busy', async () => {
      world.break('busy-for-good');
      await expect(send()).rejects.toMatchObject(refusedAs('busy'));
      expect(world.sent()).toBe(0);
    });

    it('does not repeat what is denied', async () => {
      world.break('denied');
      await expect(send()).rejects.toMatchObject(refusedAs('forbidden'));
      expect([world.sent(), world.waited()]).toEqual([0, 0]);
    });

    it('refuses one octet more than it takes without asking the server', async () => {
      const { maxOctets = 0 } = world.transport;
      const large = { ...message, octets: new Uint8Array(maxOctets + 1) };
      await expect(world.transport.send(large)).rejects.toMatchObject({ code: 'limit' });
      expect(world.sent()).toBe(0);
    });

    it('says that the user may not send from an address', async () => {
      const other = messageFrom(people.to, people.to);
      await expect(world.transport.send(other)).rejects.toMatchObject(refusedAs('send-as'));
      expect(world.sent()).toBe(0);
    });
  });
}
