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

/** The class of each component of a topic that has styles, by its file. */
const classes = new Map<string, string>();
/** The components that each component of a topic imports, now or when they are asked for. */
const imports = new Map<string, readonly string[]>();

/** From the root of the project on: the compiler and the bundler name files in two ways. */
const keyOf = (file: string): string =>
  file.replaceAll('\\', '/').replace(/^.*?(?=src\/topics\/)/, '');

const ofTopic = (file: string): boolean =>
  /src\/topics\/[a-z0-9-]+\/.*\.svelte$/.test(file.replaceAll('\\', '/'));

/** The class that Svelte gives a component's elements names the topic it belongs to. */
export function cssHash({
  hash,
  filename,
  css,
}: {
  hash: (text: string) => string;
  filename: string;
  css: string;
}): string {
  const topic = /src\/topics\/([a-z0-9-]+)\//.exec(filename.replaceAll('\\', '/'))?.[1];
  const name = topic ? `in-${topic}-${hash(css)}` : `s-${hash(css)}`;
  if (topic) classes.set(keyOf(filename), name);
  return name;
}

const STYLE = /<style>([\s\S]*?)<\/style>/g;
const CLASS = /\bin-[a-z0-9-]+-[a-z0-9]{5,7}\b/g;

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
  const body = html.replaceAll(STYLE, '');
  const here = new Set(body.match(CLASS) ?? []);
  const needed = new Set(here);
  const add = (files: Iterable<string>) => {
    for (const file of files) {
      const name = components.classes.get(file);
      if (name) needed.add(name);
    }
  };
  const files = new Set([...components.classes.keys(), ...components.imports.keys()]);
  const led = new Set<string>();
  for (const file of files) {
    if (!file.endsWith('Stage.svelte')) continue;
    const whole = reachable(file, components);
    for (const part of whole) led.add(part);
    // Its own class may be on nothing but what is there once it runs.
    const shown = [...whole].some((part) => here.has(components.classes.get(part) ?? ''));
    if (shown) add(whole);
  }
  const topics = new Set([...here].map(topicOf));
  add(
    [...files].filter(
      (file) => !led.has(file) && topics.has(topicOf(components.classes.get(file) ?? '')),
    ),
  );
  return needed;
}

/** The page without the rules that only other figures need. */
export function pruned(html: string, components: Components = { classes, imports }): string {
  const needed = neededOn(html, components);
  return html.replaceAll(STYLE, (style, css: string) =>
    css.includes('.in-') ? `<style>${prunedCss(css, needed)}</style>` : style,
  );
}

function prunedCss(css: string, needed: ReadonlySet<string>): string {
  const { code } = transform({
    filename: 'page.css',
    code: Buffer.from(css),
    minify: true,
    visitor: {
      Rule: {
        style(rule) {
          const names = rule.value.selectors.flatMap((selector) =>
            selector.flatMap((part) =>
              part.type === 'class' && part.name.match(CLASS) ? [part.name] : [],
            ),
          );
          const foreign = names.length > 0 && names.every((name) => !needed.has(name));
          return foreign ? [] : undefined;
        },
      },
    },
  });
  return code.toString();
}

const topicOf = (name: string): string => /^in-([a-z0-9-]+)-[a-z0-9]{5,7}$/.exec(name)?.[1] ?? '';

/** Notes which component imports which, as the bundler sees it. */
const componentGraph: Plugin = {
  name: 'component-graph',
  buildEnd() {
    for (const id of this.getModuleIds()) {
      const info = ofTopic(id) ? this.getModuleInfo(id) : null;
      if (!info) continue;
      const found = [...info.importedIds, ...info.dynamicallyImportedIds].filter(ofTopic);
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
