import { hexNumber, hexOf, spacedHex } from './bytes.ts';
import type { Attribute, Message } from './message.ts';
import { attributeName, comprehensionRequired, messageName } from './registry.ts';
import { valueInWords } from './words.ts';

/** A message in plain lines: what it is, then one line for each attribute. */
export function describe(message: Message): readonly string[] {
  const { class: kind, method, transactionId, attributes } = message;
  return [
    `${messageName(kind, method)}, transaction ${hexOf(transactionId)}`,
    ...attributes.map(lineOf),
  ];
}

function lineOf(attribute: Attribute): string {
  const { type, kind, padding } = attribute;
  const name = attributeName(type);
  const filled = padding?.some((byte) => byte !== 0) ? `, padded with ${spacedHex(padding)}` : '';
  if (kind !== 'unknown') {
    return `${name} (${hexNumber(type, 4)}): ${valueInWords(type, attribute)}${filled}`;
  }
  const must = comprehensionRequired(type) ? 'must be understood' : 'may be ignored';
  return `Unknown ${name}, which ${must}: ${valueInWords(type, attribute)}${filled}`;
}
