import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { transform } from 'lightningcss';
import type { Plugin } from 'vite';

/**
 * A page's styles are written into it, those of every topic's figures, since any
 * figure might stand on any page. Once the pages are there it is known which do:
 * this takes the other figures' rules out again.
 */

/** The class of each component that has styles, by its file. */
const classes = new Map<string, string>();
/** The components that each component of a topic imports, now or when they are asked for. */
const imports = new Map<string, readonly string[]>();

/** From the sources on: the compiler and the bundler name files in two ways. */
const keyOf = (file: string): string => file.replaceAll('\\', '/').replace(/^.*(?=\bsrc\/)/, '');

const topicOf = (file: string): string | undefined =>
  /src\/topics\/([a-z0-9-]+)\//.exec(file.replaceAll('\\', '/'))?.[1];

/**
 * The class that Svelte gives a component's elements. It stands on every one of them, and a
 * page has thousands: it is as short as it can be, and no word begins with a capital here.
 */
export function cssHash(
  { hash, filename }: { hash: (text: string) => string; filename: string },
  given: Map<string, string> = classes,
): string {
  const file = keyOf(filename);
  const before = given.get(file);
  if (before) return before;
  const taken = new Set(given.values());
  const digits = hash(file);
  let length = 3;
  let name = `S${digits.slice(-length)}`;
  while (taken.has(name)) {
    length++;
    name = `S${digits.slice(-length)}${length > digits.length ? length : ''}`;
  }
  given.set(file, name);
  return name;
}

const STYLE = /<style>([\s\S]*?)<\/style>/g;
const CLASSES = /\bclass="([^"]*)"/g;

/** A topic's components: the class of each that has one, and what each imports. */
export interface Components {
  readonly classes: ReadonlyMap<string, string>;
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

function reachable(
  file: string,
  { imports: of }: Components,
  seen = new Set<string>(),
): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const next of of.get(file) ?? []) reachable(next, { classes, imports: of }, seen);
  return seen;
}

/**
 * The classes that a page may need: of what is on it, and of what that may show later. A
 * figure is on it if its stage is. What no stage leads to, such as a panel that is fetched
 * when it is asked for, might be needed with any of them.
 */
export function neededOn(html: string, components: Components): ReadonlySet<string> {
  const known = new Set(components.classes.values());
  const body = html.replaceAll(STYLE, '');
  const here = new Set(
    [...body.matchAll(CLASSES)].flatMap(([, names]) =>
      names!.split(/\s+/).filter((name) => known.has(name)),
    ),
  );
  const needed = new Set(here);
  const add = (files: Iterable<string>) => {
    for (const file of files) {
      const name = components.classes.get(file);
      if (name) needed.add(name);
    }
  };
  const files = new Set([...components.classes.keys(), ...components.imports.keys()]);
  const isHere = (file: string) => here.has(components.classes.get(file) ?? '');
  const led = new Set<string>();
  for (const file of files) {
    if (!file.endsWith('Stage.svelte')) continue;
    const whole = reachable(file, components);
    for (const part of whole) led.add(part);
    // Its own class may be on nothing but what is there once it runs.
    if ([...whole].some(isHere)) add(whole);
  }
  const topics = new Set([...files].filter(isHere).map(topicOf));
  add([...files].filter((file) => !led.has(file) && topics.has(topicOf(file))));
  return needed;
}

/** The page without the rules that only other figures need. */
export function pruned(html: string, components: Components = { classes, imports }): string {
  const needed = neededOn(html, components);
  const foreign = new Set(
    [...components.classes]
      .filter(([file, name]) => topicOf(file) && !needed.has(name))
      .map(([, name]) => name),
  );
  return html.replaceAll(STYLE, (style, css: string) =>
    [...foreign].some((name) => css.includes(`.${name}`))
      ? `<style>${prunedCss(css, foreign)}</style>`
      : style,
  );
}

function prunedCss(css: string, foreign: ReadonlySet<string>): string {
  const { code } = transform({
    filename: 'page.css',
    code: Buffer.from(css),
    minify: true,
    visitor: {
      Rule: {
        style(rule) {
          const alone = rule.value.selectors.every((selector) =>
            selector.some((part) => part.type === 'class' && foreign.has(part.name)),
          );
          return alone ? [] : undefined;
        },
      },
    },
  });
  return code.toString();
}

const isComponent = (file: string): boolean =>
  file.endsWith('.svelte') && topicOf(file) !== undefined;

/** Notes which component imports which, as the bundler sees it. */
const componentGraph: Plugin = {
  name: 'component-graph',
  buildEnd() {
    for (const id of this.getModuleIds()) {
      const info = isComponent(id) ? this.getModuleInfo(id) : null;
      if (!info) continue;
      const found = [...info.importedIds, ...info.dynamicallyImportedIds].filter(isComponent);
      imports.set(keyOf(id), found.map(keyOf));
    }
  },
};

export function pruneStyles(): AstroIntegration {
  return {
    name: 'prune-styles',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [componentGraph] } });
      },
      'astro:build:done': ({ dir }) => {
        const root = fileURLToPath(dir);
        for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
          if (!name.endsWith('.html')) continue;
          const path = join(root, name);
          const html = readFileSync(path, 'utf8');
          const less = pruned(html);
          if (less !== html) writeFileSync(path, less);
        }
      },
    },
  };
}
