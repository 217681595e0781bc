const tseslint = require('typescript-eslint');
const noUnsanitized = require('eslint-plugin-no-unsanitized');

module.exports = tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'coverage/', '.signet/', '**/*.js', '**/*.mjs', '**/*.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  noUnsanitized.configs.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/strict-boolean-expressions': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['addins/cli/**', 'test/hosts/**', 'test/bench/**'], rules: { 'no-console': 'off' } },
);
