/** Every bound of the core in one place. Each says what it protects from; the numbers are ours unless a source is named. */
export const LIMITS = {
  /** Characters of HTML that a screen is asked to draw; longer HTML is shown as text (drawing holds up the page). */
  shownHtml: 100_000,
  /** Characters of one text that a screen is asked to draw; the rest is to be saved. */
  shownText: 100_000,
  /** Octets of pictures inside the HTML of one message that a screen is asked to draw. */
  shownImageOctets: 4 << 20,
  /** Depth of multipart and message/rfc822 nesting in one entity tree. */
  mimeDepth: 128,
  /**
   * Octets that the encoded messages of one tree may come to when decoded, together (quoted-printable in
   * quoted-printable doubles a message at each level). All other decoding makes fewer octets than there are.
   */
  nestedMessageOctets: 1 << 28,
  /** Entities in one tree. */
  mimeParts: 2_000,
  /** Files taken out of one text; a line is enough for one, and there may be `mimeParts` texts. */
  uuencodedFiles: 16,
  /** Octets of one header section. */
  headerOctets: 1 << 20,
  /** Header fields in one header section. */
  headerFields: 2_000,
  /** Cryptographic layers opened one inside the other. */
  layers: 12,
  /** Layers beside the root of one message that are looked into; each costs signature checks and a path. */
  errantLayers: 24,
  /** Octets that the compressed layers of one message may come to, together (deflate makes up to 1032 of one). */
  inflatedOctets: 1 << 27,
  /** Nesting of ASN.1 values that the TLV walker follows. */
  derDepth: 40,
  /** Values passed over inside one indefinite length: 256 MiB in pieces of 1 KiB, twice (pkijs writes such pieces). */
  indefiniteValues: 1 << 19,
  /** Octets of a structure that may go to the ASN.1 library (a certificate, a SignerInfo, a RecipientInfo). */
  asn1Octets: 1 << 20,
  /** Octets of a request that may go to the ASN.1 library (its own limit for a content). */
  libraryOctets: 16 << 20,
  /** SignerInfos read of one SignedData. */
  signers: 64,
  /** digestAlgorithms read of one SignedData; there are not that many. */
  digestAlgorithms: 64,
  /** Attributes read of one SET: signed, unsigned or authenticated. */
  attributes: 256,
  /** Octets of the signed or authenticated attributes of one message's SET, which may have to be sorted into DER. */
  attributeOctets: 1 << 16,
  /** Certificates of one identifier that are tried on one signature: hundreds may have the same key identifier. */
  signerCandidates: 8,
  /** Certificates read of one SignedData. */
  certificates: 256,
  /** Entries read of one list of S/MIME capabilities. */
  capabilities: 256,
  /** RecipientInfos of one envelope, for our keys, that the key store tries to open. */
  unwrapAttempts: 16,
  /** Recipients read of one envelope, each key of a key agreement counted. */
  recipients: 10_000,
  /** Iterations of a password-based key derivation (a hostile PFX may ask for 2^31). */
  kdfIterations: 10_000_000,
  /** The same for a guess, such as that a file needs no passphrase: no time that anybody notices. */
  kdfGuess: 100_000,
  /** N r p of scrypt: 128 times as many octets of memory; the usual are 2^17 (RFC 7914 2). */
  scryptBlocks: 1 << 18,
  /** Octets of the salt of such a derivation; 64 are the most that anybody writes. */
  kdfSalt: 4096,
  /** Bags of one PFX: a key has a few, a big trust store some hundred. */
  pfxBags: 4096,
  /**
   * What one import spends on proving that keys fit certificates, by using both: in proofs with an RSA key of 1024 bits,
   * whose cost grows with the cube of that length. 128 keys of 4096 bits, some tenths of a second.
   */
  keyProofs: 8192,
  /** Octets of one file, and of all files together, that an import reads: a key with its chain has some kilobytes. */
  identityFileOctets: 4 << 20,
  /** Octets of one file with certificates of people: a directory of ten thousand in LDIF has some 25 MB. */
  contactFileOctets: 32 << 20,
  /** Entries, and certificates, that are read of one such file. */
  contacts: 20_000,
  /** Certificates, and addresses, that are read of one entry. */
  contactCertificates: 32,
  /** Addresses of one certificate that it is kept and found under. */
  certificateAddresses: 64,
  /** Certificates kept of one address, those apart that have a use and a path: each that comes is compared with them. */
  addressCertificates: 64,
  /** Authorities kept of one import: each message that is opened reads all that are kept. */
  importedAuthorities: 100,
  /**
   * Certificates that path building may expand for those of one address that stand alike, an equal share for each: none takes
   * another's.
   */
  addressExpansions: 1_000,
  /** The least such share: `importedAuthorities` of one name, and the rest of a path. */
  candidateExpansions: 130,
  /** Certificates that path building may expand for one end-entity certificate. */
  pathExpansions: 200,
  /** The same for all signers of one message: two may each use what a path is allowed. */
  messageExpansions: 400,
  /** Certificates in one path, trust anchor included. */
  pathLength: 12,
  /** Messages of each kind, signed and not, that are told apart for one sender. */
  senderMessages: 32,
  /** Keys remembered of one sender. */
  senderKeys: 8,
  /** Senders that are remembered: some 4 KB each. */
  senders: 5_000,
  /** Signatures that are remembered: some 150 octets each, so that years of mail have room. */
  signatureRecords: 50_000,
  /** Octets of one CRL or OCSP response (what is fetched is cut at 10 MB). */
  revocationOctets: 16 << 20,
  /** Octets of one name, entry or list of extensions in a CRL. */
  revocationFieldOctets: 1 << 16,
  /** CRLs and OCSP responses read of one SignedData. */
  enclosedRevocations: 64,
  /** Answers read of one OCSP response. */
  ocspAnswers: 256,
  /** Certificates read of one OCSP response. */
  ocspCertificates: 16,
  /** Keys of CRL issuers that need a path of their own, one behind the other. */
  revocationDepth: 4,
  /** Comparisons of names with name constraints along one path (the bound of rustls/webpki). */
  nameComparisons: 250_000,
  /** Characters of one policy: ten thousand rules with their addresses have some three million. */
  policyCharacters: 8 << 20,
  /** Values inside one another in a policy; the deepest that mean something are seven. */
  policyDepth: 16,
  /** Rules of one policy, and exceptions of one user. */
  policyRules: 10_000,
  /** Entries of one list in a policy, and addresses of all its rules together. */
  policyEntries: 100_000,
  /** Characters of one text in a policy that is no certificate and no file. */
  policyText: 4_000,
  /** What is said to be wrong with one policy; the rest is not told. */
  policyFaults: 100,
} as const;

export type LimitName = keyof typeof LIMITS;
