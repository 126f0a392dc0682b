import { render } from 'dom-serializer';
import { type AnyNode, type Element, isTag } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { transform } from 'lightningcss';
import { type Selector, selectorsOf } from './selectors.ts';

/**
 * Makes of an SVG that has its look from a style sheet one that has it from attributes: for
 * what draws SVG and knows no custom properties, no `light-dark()` and no `oklch()`.
 */

interface Rule {
  readonly selector: Selector;
  readonly declarations: readonly (readonly [string, string])[];
}

/** At a sign outside brackets. */
function splitAt(text: string, sign: ',' | ';'): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
    if (letter === sign && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}

function declarationsIn(block: string): readonly (readonly [string, string])[] {
  return splitAt(block, ';')
    .map((text) => [text, text.indexOf(':')] as const)
    .filter(([, colon]) => colon > 0)
    .map(([text, colon]) => [text.slice(0, colon).trim(), text.slice(colon + 1).trim()] as const);
}

/** In the order in which they win: least specific first, and of equals the earlier one. */
function rulesIn(css: string): readonly Rule[] {
  const rules: Rule[] = [];
  for (const [, list, block] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (list!.trim() === '@font-face') continue;
    const declarations = declarationsIn(block!);
    for (const selector of selectorsOf(list!)) rules.push({ selector, declarations });
  }
  return rules.toSorted((a, b) => a.selector.specificity - b.selector.specificity);
}

/** What is inside the brackets of `name(…)`, and where they stand; the innermost is first. */
function callOf(value: string, name: string) {
  const from = value.lastIndexOf(`${name}(`);
  if (from < 0) return null;
  let depth = 0;
  let to = from + name.length;
  do {
    depth += value[to] === '(' ? 1 : value[to] === ')' ? -1 : 0;
    to += 1;
  } while (depth > 0 && to < value.length);
  const inside = value.slice(from + name.length + 1, to - 1);
  return { before: value.slice(0, from), inside, after: value.slice(to) };
}

type Properties = ReadonlyMap<string, string>;

function resolved(value: string, properties: Properties): string {
  let text = value;
  for (let call = callOf(text, 'var'); call; call = callOf(text, 'var')) {
    const [name, ...rest] = splitAt(call.inside, ',');
    const found = properties.get(name!) ?? rest.join(', ');
    text = `${call.before}${found}${call.after}`;
  }
  for (let call = callOf(text, 'light-dark'); call; call = callOf(text, 'light-dark')) {
    text = `${call.before}${splitAt(call.inside, ',')[0]}${call.after}`;
  }
  return text;
}

const colours = new Map<string, string>();

/** A colour in sRGB. A browser that knew nothing newer stands for what reads it. */
function plainColour(value: string): string {
  if (!/^(?:oklch|oklab|color-mix|lab|lch)\(/.test(value)) return value;
  const known = colours.get(value);
  if (known) return known;
  const code = Buffer.from(`a{fill:${value}}`);
  const { code: lowered } = transform({
    filename: 'colour.css',
    code,
    minify: true,
    targets: { chrome: 60 << 16 },
  });
  // What follows the first is for browsers that know more.
  const [, plain] = /fill:([^;}]+)/.exec(lowered.toString()) ?? [];
  if (!plain || !/^(?:#|rgba?\(|[a-z]+$)/.test(plain)) throw new Error(`“${value}” is no colour.`);
  colours.set(value, plain);
  return plain;
}

/** `font: 550 14px family`, the one form of the shorthand that figures use. */
function longhands(value: string): Record<string, string> {
  const [, weight, size, family] = /^(\d+)\s+([\d.]+px)\s+(.+)$/.exec(value) ?? [];
  if (!family) throw new Error(`“font: ${value}” is not written as weight, size, family.`);
  return { 'font-weight': weight!, 'font-size': size!, 'font-family': family };
}

const PAINTS = new Set(['fill', 'stroke', 'color', 'background']);
/** What says nothing about how a still picture looks. */
const NOT_DRAWN =
  /^(?:--|transition|pointer-events|cursor|box-sizing|color-scheme|border|padding|position|min-|right|bottom)/;

export interface Flattened {
  readonly svg: string;
  /** A colour in sRGB that lies under all of it. */
  readonly background: string;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What the letters' weights and families are called where they are drawn. */
export interface FontNames {
  readonly weightName: (weight: number) => string;
  readonly familyName: (list: string) => string;
}

/** An element's own styles, as `[name, value]`, and the custom properties that hold for it. */
function styled(element: Element, inherited: Properties, rules: readonly Rule[]) {
  const declared = new Map<string, string>();
  const declare = (declarations: readonly (readonly [string, string])[]) => {
    for (const [name, value] of declarations) declared.set(name, value);
  };
  for (const { selector, declarations } of rules) {
    if (selector.matches(element)) declare(declarations);
  }
  declare(declarationsIn(element.attribs.style ?? ''));
  const own = [...declared].filter(([name]) => name.startsWith('--'));
  const properties = own.length > 0 ? new Map([...inherited, ...own]) : inherited;
  const drawn = new Map<string, string>();
  for (const [name, value] of declared) {
    if (NOT_DRAWN.test(name)) continue;
    const text = resolved(value, properties);
    if (name === 'font')
      for (const [key, part] of Object.entries(longhands(text))) drawn.set(key, part);
    else drawn.set(name, PAINTS.has(name) ? plainColour(text) : text);
  }
  return { properties, drawn };
}

/** What an element is written with instead of its class and style. */
function written(element: Element, drawn: Properties, names: FontNames): Record<string, string> {
  const attributes = new Map(Object.entries(element.attribs));
  attributes.delete('class');
  attributes.delete('style');
  for (const [name, value] of drawn) {
    if (name === 'white-space')
      attributes.set('xml:space', value === 'pre' ? 'preserve' : 'default');
    else attributes.set(name, value);
  }
  const weight = attributes.get('font-weight');
  if (weight) attributes.set('font-weight', names.weightName(Number(weight)));
  const family = attributes.get('font-family');
  if (family === 'inherit') attributes.delete('font-family');
  else if (family) attributes.set('font-family', names.familyName(family));
  return Object.fromEntries(attributes);
}

/** Where nothing else is said, a browser's letters are 16 pixels high and of the weight 400. */
const DEFAULTS = new Map([
  ['font-size', '16'],
  ['font-weight', '400'],
]);

/** Takes the first style sheet out of a picture, and gives what is written in it. */
function takeStyles(parent: Element): string {
  const style = parent.children.filter(isTag).find(({ name }) => name === 'style');
  if (!style) return '';
  parent.children = parent.children.filter((child) => child !== style);
  return style.children.map((child) => ('data' in child ? child.data : '')).join('');
}

/**
 * An SVG for light paper, without a style sheet, `size` pixels large. Throws, quoting it, at a
 * selector or a value that it cannot read.
 */
export function flatten(source: string, size: Size, names: FontNames): Flattened {
  const document = parseDocument(source, { xmlMode: true });
  const root = document.children.find(isTag);
  if (!root) throw new Error('There is no element in the picture.');
  const rules = rulesIn(takeStyles(root));
  /** Written when all is matched: selectors ask for the classes that it has been given. */
  const results: (readonly [Element, Record<string, string>])[] = [];
  const enter = (element: Element, drawn: Properties, properties: Properties) => {
    results.push([element, written(element, drawn, names)]);
    for (const child of (element.children as readonly AnyNode[]).filter(isTag)) {
      const own = styled(child, properties, rules);
      enter(child, own.drawn, own.properties);
    }
  };
  const { properties, drawn } = styled(root, new Map(), rules);
  for (const [name, value] of Object.entries(size)) root.attribs[name] = String(value);
  enter(root, new Map([...DEFAULTS, ...drawn]), properties);
  for (const [element, attributes] of results) element.attribs = attributes;
  const svg = render(document, { xmlMode: true, encodeEntities: 'utf8' });
  return { svg, background: drawn.get('background') ?? '#fff' };
}
