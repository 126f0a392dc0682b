import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { transform } from 'lightningcss';

/**
 * A page's styles are written into it, those of every topic's figures, since any
 * figure might stand on any page. Once the pages are there it is known which do:
 * this takes the other topics' rules out again.
 */

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
  return topic ? `in-${topic}-${hash(css)}` : `s-${hash(css)}`;
}

const STYLE = /<style>([\s\S]*?)<\/style>/g;
/** In a class, and in what a figure is started from. */
const NAMED =
  /\bin-([a-z0-9-]+)-[a-z0-9]{5,7}\b|(?:&quot;|")topic(?:&quot;|"):(?:&quot;|")([a-z0-9-]+)/g;

/** The topics whose figures stand on a page, started or still. */
export function topicsOn(html: string): ReadonlySet<string> {
  const body = html.replaceAll(STYLE, '');
  return new Set([...body.matchAll(NAMED)].map((m) => (m[1] ?? m[2])!));
}

/** The page without the rules that only other topics' figures need. */
export function pruned(html: string): string {
  const here = topicsOn(html);
  return html.replaceAll(STYLE, (style, css: string) =>
    css.includes('.in-') ? `<style>${prunedCss(css, here)}</style>` : style,
  );
}

function prunedCss(css: string, here: ReadonlySet<string>): string {
  const { code } = transform({
    filename: 'page.css',
    code: Buffer.from(css),
    minify: true,
    visitor: {
      Rule: {
        style(rule) {
          const topics = rule.value.selectors.flatMap((selector) =>
            selector.flatMap((part) => (part.type === 'class' ? topicOf(part.name) : [])),
          );
          const foreign = topics.length > 0 && topics.every((topic) => !here.has(topic));
          return foreign ? [] : undefined;
        },
      },
    },
  });
  return code.toString();
}

function topicOf(name: string): string[] {
  const topic = /^in-([a-z0-9-]+)-[a-z0-9]{5,7}$/.exec(name)?.[1];
  return topic ? [topic] : [];
}

export function pruneStyles(): AstroIntegration {
  return {
    name: 'prune-styles',
    hooks: {
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
