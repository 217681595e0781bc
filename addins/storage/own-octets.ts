import { asDer, type Der } from '../../shared/index';

/** Octets with a buffer of their own: storing a range of a message would store the whole message with it. */
export function ownOctets(certificate: Der): Der {
  return asDer(certificate.slice());
}
