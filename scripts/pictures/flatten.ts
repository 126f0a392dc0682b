import { render } from 'dom-serializer';
import { type AnyNode, type Element, isTag } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { transform } from 'lightningcss';
import postcss, { type Container } from 'postcss';
import valueParser, { type FunctionNode, type Node } from 'postcss-value-parser';
import { type Selector, selectorsOf } from './selectors.ts';

/**
 * Makes of an SVG that has its look from a style sheet one that has it from attributes: for
 * what draws SVG and knows no custom properties, no `light-dark()` and no `oklch()`.
 */

interface Rule {
  readonly selector: Selector;
  readonly declarations: readonly (readonly [string, string])[];
}

function declarationsIn(block: Container): readonly (readonly [string, string])[] {
  const found = (block.nodes ?? []).filter((node) => node.type === 'decl');
  return found.map(({ prop, value }) => [prop, value.trim()] as const);
}

/** In the order in which they win: least specific first, and of equals the earlier one. */
function rulesIn(css: string): readonly Rule[] {
  const rules: Rule[] = [];
  postcss.parse(css).walkRules((rule) => {
    const declarations = declarationsIn(rule);
    for (const selector of selectorsOf(rule.selector)) rules.push({ selector, declarations });
  });
  return rules.toSorted((a, b) => a.selector.specificity - b.selector.specificity);
}

/** What stands between the commas of a call. */
function argumentsOf({ nodes }: FunctionNode): readonly string[] {
  const parts: Node[][] = [[]];
  for (const node of nodes) {
    if (node.type === 'div' && node.value === ',') parts.push([]);
    else parts.at(-1)!.push(node);
  }
  return parts.map((part) => valueParser.stringify(part).trim());
}

type Properties = ReadonlyMap<string, string>;
export type Theme = 'light' | 'dark';
/** What the same style may come out differently by. */
interface Scope {
  readonly properties: Properties;
  readonly theme: Theme;
}

/** A value without `var()` and `light-dark()`. */
function resolved(value: string, scope: Scope): string {
  const parsed = valueParser(value);
  const become = (node: Node, text: string) => Object.assign(node, { type: 'word', value: text });
  // From the inside out.
  const calls = (node: Node) => {
    if (node.type !== 'function') return;
    if (node.value === 'var') {
      const [name, ...rest] = argumentsOf(node);
      become(node, resolved(scope.properties.get(name!) ?? rest.join(', '), scope));
    } else if (node.value === 'light-dark') {
      become(node, argumentsOf(node)[scope.theme === 'light' ? 0 : 1]!);
    }
  };
  parsed.walk(calls, true);
  return parsed.toString();
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
function styled(element: Element, outer: Scope, rules: readonly Rule[]) {
  const declared = new Map<string, string>();
  const declare = (declarations: readonly (readonly [string, string])[]) => {
    for (const [name, value] of declarations) declared.set(name, value);
  };
  for (const { selector, declarations } of rules) {
    if (selector.matches(element)) declare(declarations);
  }
  declare(declarationsIn(postcss.parse(element.attribs.style ?? '')));
  const own = [...declared].filter(([name]) => name.startsWith('--'));
  const scope =
    own.length > 0 ? { ...outer, properties: new Map([...outer.properties, ...own]) } : outer;
  const drawn = new Map<string, string>();
  for (const [name, value] of declared) {
    if (NOT_DRAWN.test(name)) continue;
    const text = resolved(value, scope);
    if (name === 'font')
      for (const [key, part] of Object.entries(longhands(text))) drawn.set(key, part);
    else drawn.set(name, PAINTS.has(name) ? plainColour(text) : text);
  }
  return { scope, drawn };
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
 * An SVG in the colours of one theme, without a style sheet, `size` pixels large. Throws, quoting
 * it, at a selector or a value that it cannot read.
 */
export function flatten(source: string, size: Size, names: FontNames, theme: Theme): Flattened {
  const document = parseDocument(source, { xmlMode: true });
  const root = document.children.find(isTag);
  if (!root) throw new Error('There is no element in the picture.');
  const rules = rulesIn(takeStyles(root));
  /** Written when all is matched: selectors ask for the classes that it has been given. */
  const results: (readonly [Element, Record<string, string>])[] = [];
  const enter = (element: Element, drawn: Properties, scope: Scope) => {
    results.push([element, written(element, drawn, names)]);
    for (const child of (element.children as readonly AnyNode[]).filter(isTag)) {
      const own = styled(child, scope, rules);
      enter(child, own.drawn, own.scope);
    }
  };
  const { scope, drawn } = styled(root, { properties: new Map(), theme }, rules);
  for (const [name, value] of Object.entries(size)) root.attribs[name] = String(value);
  enter(root, new Map([...DEFAULTS, ...drawn]), scope);
  for (const [element, attributes] of results) element.attribs = attributes;
  const svg = render(document, { xmlMode: true, encodeEntities: 'utf8' });
  return { svg, background: drawn.get('background') ?? '#fff' };
}
