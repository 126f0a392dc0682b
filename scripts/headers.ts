import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/**
 * Writes dist/_headers once the pages are there: which scripts stand in them, and which pages
 * there are, is known only then.
 */

/** What a page may do. All else is forbidden, and nothing comes from another site. */
const DIRECTIVES: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  // The two scripts that set the theme before the first paint, and what Astro writes into pages.
  'script-src': "'self' {hashes}",
  // A page's styles stand in it, and the pictures' elements carry style attributes, thousands of
  // them and new ones with each frame. A hash stands for a style sheet, but for no attribute.
  'style-src': "'self' 'unsafe-inline'",
  // A picture is exported by drawing it from a data: address.
  'img-src': "'self' data:",
  // A poster is a picture by itself, and brings the letters that it needs.
  'font-src': "'self' data:",
  // The sample store, which its figure fetches.
  'connect-src': "'self'",
  'worker-src': "'self'",
  // Figures on the site's own pages about embedding.
  'frame-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

const INLINE = /<script(?![^>]*\ssrc=)([^>]*)>([\s\S]*?)<\/script>/g;
/** Data in a script element does not run, and needs no leave to. */
const DATA = /\btype="application\/(ld\+)?json"/;

/** The scripts that stand in pages, as a policy names them: in order, each once. */
export function hashesOf(pages: Iterable<string>): readonly string[] {
  const found = new Set<string>();
  for (const html of pages) {
    for (const [, attributes, code] of html.matchAll(INLINE)) {
      if (DATA.test(attributes!)) continue;
      found.add(`'sha256-${createHash('sha256').update(code!).digest('base64')}'`);
    }
  }
  return [...found].toSorted();
}

/** Patterns for all pages but the embedded figures: each page at the root, and each folder. */
export function patternsOf(files: readonly string[]): readonly string[] {
  const patterns = files.flatMap((file) => {
    const [top, ...rest] = file.split(/[\\/]/);
    if (rest.length > 0) return top === 'embed' ? [] : [`/${top}/*`];
    // Hosts show 404.html at /404 too.
    return top === 'index.html' ? ['/', '/index.html'] : [`/${top}`, `/${top!.slice(0, -5)}`];
  });
  return [...new Set(patterns)].toSorted();
}

/** The file for hosts, out of the one in `public/`. `files` are the pages' paths below dist/. */
export function writtenOut(
  template: string,
  files: readonly string[],
  hashes: readonly string[],
): string {
  const policy = Object.entries(DIRECTIVES)
    .map(([name, sources]) => `${name} ${sources.replace('{hashes}', hashes.join(' ')).trim()}`)
    .join('; ');
  return template
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replace(/^\/\{page\}\n((?:[ \t]+.*\n)*)/m, (_, headers: string) =>
      patternsOf(files)
        .map((pattern) => `${pattern}\n${headers}`)
        .join('\n'),
    )
    .replaceAll('{policy}', policy)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimStart();
}

export function headers(): AstroIntegration {
  return {
    name: 'headers',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const root = fileURLToPath(dir);
        const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
          name.endsWith('.html'),
        );
        const pages = files.map((file) => readFileSync(join(root, file), 'utf8'));
        const path = join(root, '_headers');
        writeFileSync(path, writtenOut(readFileSync(path, 'utf8'), files, hashesOf(pages)));
      },
    },
  };
}
