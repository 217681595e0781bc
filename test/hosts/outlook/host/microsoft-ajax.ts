/**
 * Our own stand-in for the MicrosoftAjax.js that the npm build of office.js wants from elsewhere: only what that build
 * touches. Served before office.js to add-in pages of the playground; production pages do not see it. Its checks of
 * office.js' own inner calls say yes to everything; the checks of the public Outlook API are office.js' own and remain.
 */
const page = window as unknown as Record<string, unknown>;
const functions = Function as unknown as Record<string, unknown>;
const prototype = Function.prototype as unknown as Record<string, unknown>;
const errors = Error as unknown as Record<string, unknown>;

function registerNamespace(path: string): void {
  let place: Record<string, unknown> = page;
  for (const name of path.split('.')) place = (place[name] ??= {}) as Record<string, unknown>;
}

function makeError(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name }, more);
}

const parameterError =
  (name: string, fallback: string) =>
  (paramName: string, message?: string): Error =>
    makeError(`Sys.${name}`, message ?? `${fallback} Parameter name: ${paramName}`, { paramName });

page['Type'] = Function;
functions['registerNamespace'] = registerNamespace;
functions['registerClass'] = prototype['registerClass'] = function registerClass(this: unknown): unknown {
  return this;
};
functions['_validateParams'] = () => null;
functions['_validateParameter'] = () => null;
functions['createDelegate'] = (instance: unknown, body: (...values: unknown[]) => unknown) =>
  function delegate(...values: unknown[]): unknown {
    return body.apply(instance, values);
  };
Object.assign(errors, {
  create: (message: string, values?: { readonly name?: string }) => makeError(values?.name ?? 'Error', message, values),
  parameterCount: (message?: string) =>
    makeError('Sys.ParameterCountException', message ?? 'Parameter count mismatch.'),
  argument: parameterError('ArgumentException', 'Value does not fall within the expected range.'),
  argumentNull: parameterError('ArgumentNullException', 'Value cannot be null.'),
  argumentUndefined: parameterError('ArgumentUndefinedException', 'Value cannot be undefined.'),
  argumentOutOfRange: (paramName: string, actualValue: unknown, message?: string) =>
    makeError('Sys.ArgumentOutOfRangeException', message ?? `Out of range. Parameter name: ${paramName}`, {
      paramName,
      actualValue,
    }),
  argumentType: (paramName: string, _actual: unknown, _expected: unknown, message?: string) =>
    makeError('Sys.ArgumentTypeException', message ?? `Wrong type. Parameter name: ${paramName}`, { paramName }),
  invalidOperation: (message: string) => makeError('Sys.InvalidOperationException', message),
});
(String as unknown as Record<string, unknown>)['format'] = (pattern: string, ...values: unknown[]) =>
  pattern.replace(/\{(\d+)\}/g, (_whole, index: string) => String(values[Number(index)]));
page['Sys'] = {
  StringBuilder: class {
    readonly parts: readonly string[] = [];
  },
  Debug: { trace: () => undefined },
  Browser: { agent: {}, InternetExplorer: { IE: 1 } },
  Serialization: { JavaScriptSerializer: { serialize: JSON.stringify, deserialize: JSON.parse } },
};

export {};
