/**
 * The CSS selectors that posters are styled with: elements, classes, attributes, `:root`,
 * `:where`, `:is`, `:not` and all combinators. What depends on a reader, such as `:hover`,
 * matches nothing: nobody points at a picture.
 */

export interface Element {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly classes: ReadonlySet<string>;
  readonly parent: Element | null;
  /** The one before it among its parent's children. */
  readonly previous: Element | null;
}

type Test = (element: Element) => boolean;
type Combinator = ' ' | '>' | '+' | '~';

interface Compound {
  /** How the compound before it, to its left, has to stand to it. */
  readonly combinator: Combinator;
  readonly tests: readonly Test[];
}

export interface Selector {
  /** Comparable: classes and what counts as such weigh 1,000 elements each. */
  readonly specificity: number;
  readonly matches: Test;
}

const CLASS = 1000;

/** A list's parts, at the commas that stand in no brackets. */
function split(list: string): readonly string[] {
  return list.match(/(?:[^,()]|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];
}

/** `[name]`, `[name=value]` and `[name="value"]`. */
function attributeTest(inside: string): Test {
  const [, name, value] = /^([\w-]+)(?:="?([^"]*)"?)?$/.exec(inside) ?? [];
  if (!name) return () => false;
  return ({ attributes }) =>
    value === undefined ? attributes.has(name) : attributes.get(name) === value;
}

interface Weighed {
  readonly test: Test;
  readonly weight: number;
}

function pseudoTest(name: string, list: string | undefined): Weighed {
  if (name === 'root') return { test: ({ parent }) => parent === null, weight: CLASS };
  if (list === undefined || !['where', 'is', 'not'].includes(name)) {
    return { test: () => false, weight: 0 };
  }
  const among = split(list).map(selectorOf);
  const some: Test = (element) => among.some(({ matches }) => matches(element));
  const weight = Math.max(...among.map(({ specificity }) => specificity));
  if (name === 'not') return { test: (element) => !some(element), weight };
  return { test: some, weight: name === 'where' ? 0 : weight };
}

const PART =
  /\.([\w-]+)|::?([\w-]+)(?:\(((?:[^()]|\([^()]*\))*)\))?|\[([^\]]*)\]|(\*)|([a-zA-Z][\w-]*)|\s*([>+~])\s*|(\s+)/gy;

function matchesAt(compounds: readonly Compound[], at: number, element: Element): boolean {
  const { tests, combinator } = compounds[at]!;
  if (!tests.every((test) => test(element))) return false;
  if (at === 0) return true;
  const way = combinator === ' ' || combinator === '>' ? 'parent' : 'previous';
  const far = combinator === ' ' || combinator === '~';
  for (let other = element[way]; other; other = far ? other[way] : null) {
    if (matchesAt(compounds, at - 1, other)) return true;
  }
  return false;
}

function selectorOf(text: string): Selector {
  const compounds: { combinator: Combinator; tests: Test[] }[] = [{ combinator: ' ', tests: [] }];
  let specificity = 0;
  const whole = text.trim();
  let read = 0;
  for (const found of whole.matchAll(PART)) {
    read += found[0].length;
    const [, name, pseudo, list, attribute, , tag, combinator, space] = found;
    const { tests } = compounds.at(-1)!;
    if (name) {
      tests.push(({ classes }) => classes.has(name));
      specificity += CLASS;
    } else if (pseudo) {
      const { test, weight } = pseudoTest(pseudo, list);
      tests.push(test);
      specificity += weight;
    } else if (attribute !== undefined) {
      tests.push(attributeTest(attribute));
      specificity += CLASS;
    } else if (tag) {
      tests.push((element) => element.tag === tag);
      specificity += 1;
    } else if (combinator || space) {
      compounds.push({ combinator: (combinator ?? ' ') as Combinator, tests: [] });
    }
  }
  if (read < whole.length) throw new Error(`The selector “${whole}” is not understood.`);
  const last = compounds.length - 1;
  return { specificity, matches: (element) => matchesAt(compounds, last, element) };
}

/** The selectors of a rule. Throws, quoting it, at one in a form that is not known here. */
export function selectorsOf(list: string): readonly Selector[] {
  return split(list).map(selectorOf);
}
