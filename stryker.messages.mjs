/** What makes a SignetError: its text is for people who look for a fault, and tests assert its code. */
const MAKERS = /^(SignetError|malformed\w*|ElementReader|inside|x\.take|refuseLineBreaks)$/;

function callee({ callee: called }) {
  if (called?.type === 'Identifier') return called.name;
  if (called?.type === 'MemberExpression' && called.property.type === 'Identifier') return `x.${called.property.name}`;
  return '';
}

/** The text among the arguments of an error; its code, which stands first, and what it names, which stands third, are mutated. */
function isMessage(path) {
  const { parent, node } = path;
  if (parent?.type !== 'NewExpression' && parent?.type !== 'CallExpression') return false;
  const name = callee(parent);
  if (!MAKERS.test(name)) return false;
  const at = parent.arguments.indexOf(node);
  return at === (/^(SignetError|ElementReader|inside|refuseLineBreaks)$/.test(name) ? 1 : 0);
}

/** A plugin of Stryker that leaves those texts as they are. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'messages',
    value: {
      shouldIgnore(path) {
        const isText = path.isStringLiteral() || path.isTemplateLiteral();
        return isText && isMessage(path) ? 'the text of an error; tests assert its code' : undefined;
      },
    },
  },
];
