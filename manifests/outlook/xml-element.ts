/** An XML element in the making. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string | undefined;
}

type Child = Element | undefined | readonly (Element | undefined)[];

export function element(name: string, attributes: Element['attributes'] = {}, ...children: readonly Child[]): Element {
  const present = children.flat().filter((child) => child !== undefined);
  return { name, attributes, children: present, text: undefined };
}

export function textElement(name: string, text: string): Element {
  return { name, attributes: {}, children: [], text };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export function xmlText(node: Element, depth = 0): string {
  const indent = '  '.repeat(depth);
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const open = `${indent}<${node.name}${attributes.join('')}`;
  if (node.text !== undefined) return `${open}>${escaped(node.text)}</${node.name}>`;
  if (node.children.length === 0) return `${open}/>`;
  return `${open}>\n${node.children.map((child) => xmlText(child, depth + 1)).join('\n')}\n${indent}</${node.name}>`;
}
