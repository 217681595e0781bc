const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

const PROGRAM = join(__dirname, '../../scripts/wat.cjs');

/** As the build does it (scripts/wat.cjs); Jest asks for an answer at once, so that another process makes it. */
module.exports = {
  process(_, path) {
    const octets = execFileSync(process.execPath, [PROGRAM, path], { encoding: 'utf8' });
    return { code: `module.exports = { __esModule: true, default: ${JSON.stringify(octets)} };` };
  },
};
