import { type SelfTest, type SelfTestPorts } from './self-test';

/** `selfTest` of self-test.ts, which is loaded when it is asked for. */
export async function selfTest(identityId: string, ports: SelfTestPorts): Promise<SelfTest> {
  return (await import('./self-test')).selfTest(identityId, ports);
}
