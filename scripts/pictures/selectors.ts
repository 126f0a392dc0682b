import { compile } from 'css-select';
import { parse, type Selector as Token } from 'css-what';
import type { AnyNode, Element } from 'domhandler';

/**
 * The CSS selectors that posters are styled with. What depends on a reader, such as `:hover`,
 * matches nothing: nobody points at a picture.
 */

export interface Selector {
  /** Comparable: an ID weighs 1,000 classes and what counts as such, and they 1,000 elements. */
  readonly specificity: number;
  readonly matches: (element: Element) => boolean;
}

const ID = 1_000_000;
const CLASS = 1000;

const never = () => false;
const OPTIONS = {
  xmlMode: true,
  relativeSelector: false,
  pseudos: {
    active: never,
    focus: never,
    'focus-visible': never,
    'focus-within': never,
    hover: never,
    target: never,
    visited: never,
  },
};

function weightOf(token: Token): number {
  switch (token.type) {
    case 'attribute':
      return token.name === 'id' && token.ignoreCase === 'quirks' ? ID : CLASS;
    case 'pseudo':
      if (token.name === 'where') return 0;
      return Array.isArray(token.data) ? Math.max(...token.data.map(specificityOf)) : CLASS;
    case 'tag':
    case 'pseudo-element':
      return 1;
    default:
      return 0;
  }
}

function specificityOf(tokens: readonly Token[]): number {
  return tokens.reduce((sum, token) => sum + weightOf(token), 0);
}

function selectorOf(tokens: Token[]): Selector {
  const specificity = specificityOf(tokens);
  // No element of the picture's own is what a pseudo-element stands for.
  if (tokens.some(({ type }) => type === 'pseudo-element')) return { specificity, matches: never };
  return { specificity, matches: compile<AnyNode, Element>([tokens], OPTIONS) };
}

/** The selectors of a rule. Throws, quoting them, at one in a form that is not known here. */
export function selectorsOf(list: string): readonly Selector[] {
  try {
    return parse(list).map(selectorOf);
  } catch (cause) {
    throw new Error(`The selector “${list.trim()}” is not understood.`, { cause });
  }
}
