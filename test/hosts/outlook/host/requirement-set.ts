/** Mailbox requirement set that brought each launch event ("Activate add-ins with events"). */
export const EVENT_SETS: Readonly<Record<string, string>> = {
  OnNewMessageCompose: '1.10',
  OnMessageRecipientsChanged: '1.11',
  OnAppointmentAttendeesChanged: '1.11',
  OnMessageSend: '1.12',
  OnAppointmentSend: '1.12',
  OnMessageFromChanged: '1.13',
};

/** Whether a host of one set has what came with another: compared part by part, 1.5 is lower than 1.14. */
export function hasSet(host: string, needed: string): boolean {
  const [a = [], b = []] = [host, needed].map((set) => set.split('.').map(Number));
  const [major = 0, minor = 0] = a;
  const [neededMajor = 0, neededMinor = 0] = b;
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

/** Whether a host of that set raises an event at all; none that this host does not know. */
export function raises(host: string, event: string): boolean {
  const needed = EVENT_SETS[event];
  return needed !== undefined && hasSet(host, needed);
}
