/** What the benchmark uses of packages without types. */
declare module 'emailjs-mime-parser' {
  interface MimeNode {
    readonly childNodes: readonly MimeNode[];
    readonly content: Uint8Array<ArrayBuffer>;
    readonly raw: string;
  }
  export default function parse(text: string): MimeNode;
}

declare module 'emailjs-mime-builder' {
  export default class MimeBuilder {
    constructor(contentType: string);
    setHeader(name: string, value: string): this;
    setContent(content: Uint8Array): this;
    build(): string;
  }
}

declare module 'node-forge' {
  interface ByteBuffer {
    getBytes(): string;
    bytes(): string;
  }
  interface Digest {
    update(text: string): void;
    digest(): ByteBuffer;
  }
  interface Asn1 {
    readonly value: readonly Asn1[] & string;
  }
  interface PublicKey {
    verify(digest: string, signature: string): boolean;
  }
  interface Certificate {
    readonly publicKey: PublicKey;
  }
  interface PrivateKey {
    readonly n: unknown;
  }
  interface Pkcs7 {
    content: ByteBuffer;
    readonly certificates: readonly Certificate[];
    readonly rawCapture: { readonly authenticatedAttributes: readonly Asn1[]; readonly signature: string };
    addCertificate(certificate: Certificate): void;
    addSigner(signer: object): void;
    addRecipient(certificate: Certificate): void;
    findRecipient(certificate: Certificate): object;
    sign(options: { readonly detached: boolean }): void;
    encrypt(): void;
    decrypt(recipient: object, key: PrivateKey): void;
    toAsn1(): Asn1;
  }
  const forge: {
    readonly asn1: {
      readonly Class: { readonly UNIVERSAL: number };
      readonly Type: { readonly SET: number };
      create(tagClass: number, type: number, constructed: boolean, value: readonly Asn1[]): Asn1;
      toDer(value: Asn1): ByteBuffer;
      fromDer(octets: string): Asn1;
      derToOid(octets: string): string;
    };
    readonly md: { readonly sha256: { create(): Digest } };
    readonly pkcs7: {
      createSignedData(): Pkcs7;
      createEnvelopedData(): Pkcs7;
      messageFromAsn1(value: Asn1): Pkcs7;
    };
    readonly pki: {
      readonly oids: Readonly<Record<'sha256' | 'contentType' | 'data' | 'messageDigest' | 'signingTime', string>>;
      certificateFromAsn1(value: Asn1): Certificate;
      privateKeyFromAsn1(value: Asn1): PrivateKey;
    };
    readonly util: {
      createBuffer(text: string): ByteBuffer;
      encode64(octets: string, columns: number): string;
      decode64(text: string): string;
    };
  };
  export default forge;
}
