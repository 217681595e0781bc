/** A WebAssembly module that the build makes of its text: its octets in base64 (scripts/wat.cjs). */
declare module '*.wat' {
  const octets: string;
  export default octets;
}
