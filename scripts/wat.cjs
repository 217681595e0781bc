const { readFile } = require('node:fs/promises');
const createWabt = require('wabt');

/** Octets of the WebAssembly module that a text describes. Rejects where it is not valid, naming the line. */
async function assemble(path, text) {
  const wabt = await createWabt();
  const features = { simd: true, mutable_globals: true };
  const parsed = wabt.parseWat(path, text, features);
  try {
    parsed.resolveNames();
    parsed.validate(features);
    return Buffer.from(parsed.toBinary({}).buffer);
  } finally {
    parsed.destroy();
  }
}

/** The same for webpack: a script whose default export is the octets in base64. */
module.exports = function loader(text) {
  const done = this.async();
  assemble(this.resourcePath, text).then(
    (octets) => done(null, `export default ${JSON.stringify(octets.toString('base64'))};\n`),
    done,
  );
};

/** `node scripts/wat.cjs FILE` prints them, for what cannot wait. */
if (require.main === module) {
  const [, , path] = process.argv;
  readFile(path, 'utf8')
    .then((text) => assemble(path, text))
    .then((octets) => process.stdout.write(octets.toString('base64')));
}
