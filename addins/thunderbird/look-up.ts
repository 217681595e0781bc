import { type LookUpSource, type LookUpSourceName } from '../../shared/index';
import { createDnsSource } from '../lookup/dns-source';
import { createWebSource } from '../lookup/web-source';
import { type LookUpOptions } from '../worker/look-up-options';
import { addressBookSource } from './host/address-book';
import { ldapSource } from './host/ldap-directory';
import { lookUpWebHost } from './host/network';
import { certificateStoreSource } from './host/stored-certificates';

/** The places that Thunderbird can ask, as the options say. */
export function lookUpSources(
  names: readonly LookUpSourceName[],
  { resolver, template }: LookUpOptions,
): readonly LookUpSource[] {
  const all = [
    addressBookSource,
    certificateStoreSource,
    ldapSource,
    createWebSource(lookUpWebHost, template),
    createDnsSource(lookUpWebHost, resolver),
  ];
  return all.filter(({ name }) => names.includes(name));
}
