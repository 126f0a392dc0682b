import { transform } from 'lightningcss';
import { type Element, type Selector, selectorsOf } from './selectors.ts';

/**
 * Makes of an SVG that has its look from a style sheet one that has it from attributes: for
 * what draws SVG and knows no custom properties, no `light-dark()` and no `oklch()`.
 */

interface Rule {
  readonly selector: Selector;
  readonly declarations: readonly (readonly [string, string])[];
}

const STYLE = /<style>([\s\S]*?)<\/style>/;

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

interface Open {
  readonly element: Element;
  readonly properties: Properties;
  lastChild: Element | null;
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

function attributesIn(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
  );
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
  declare(declarationsIn(element.attributes.get('style') ?? ''));
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
function written(element: Element, drawn: Properties, names: FontNames): string {
  const attributes = new Map(element.attributes);
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
  return [...attributes]
    .map(([name, value]) => ` ${name}="${value.replaceAll('"', "'")}"`)
    .join('');
}

/** Where nothing else is said, a browser's letters are 16 pixels high and of the weight 400. */
const DEFAULTS = new Map([
  ['font-size', '16'],
  ['font-weight', '400'],
]);

/**
 * An SVG for light paper, without a style sheet, `size` pixels large. Throws, quoting it, at a
 * selector or a value that it cannot read.
 */
export function flatten(source: string, size: Size, names: FontNames): Flattened {
  const css = STYLE.exec(source)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const rules = rulesIn(css);
  const open: Open[] = [];
  let top: Properties = new Map();
  const enter = (tag: string, attributes: Map<string, string>): Open & { drawn: Properties } => {
    const around = open.at(-1);
    const element: Element = {
      tag,
      attributes,
      classes: new Set(attributes.get('class')?.split(/\s+/)),
      parent: around?.element ?? null,
      previous: around?.lastChild ?? null,
    };
    if (around) around.lastChild = element;
    const { properties, drawn } = styled(element, around?.properties ?? new Map(), rules);
    if (around) return { element, properties, drawn, lastChild: null };
    top = drawn;
    for (const [name, value] of Object.entries(size)) attributes.set(name, String(value));
    return { element, properties, drawn: new Map([...DEFAULTS, ...drawn]), lastChild: null };
  };
  const svg = source
    .replace(STYLE, '')
    .replaceAll(/<(\/?)([\w:]+)((?:[^>"]|"[^"]*")*?)(\/?)>/g, (_, end, tag, text, empty) => {
      if (end) {
        open.pop();
        return `</${tag}>`;
      }
      const entered = enter(tag, attributesIn(text));
      if (!empty) open.push(entered);
      return `<${tag}${written(entered.element, entered.drawn, names)}${empty}>`;
    });
  return { svg, background: top.get('background') ?? '#fff' };
}
