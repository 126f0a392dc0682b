import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { transform } from 'lightningcss';
import subsetFont from 'subset-font';

/**
 * Makes files of their own of the pictures under `/posters/`: the styles that their elements
 * have come from the figure's page, and of the fonts the letters that a topic's pictures use.
 */

const require = createRequire(import.meta.url);
const FACES = [
  { family: 'Inter Variable', file: 'inter/files/inter-latin-wght-normal.woff2' },
  {
    family: 'JetBrains Mono Variable',
    file: 'jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  },
] as const;

/** A topic's letters in both fonts, as rules that need no other file. */
async function facesFor(letters: string): Promise<string> {
  const rules = FACES.map(async ({ family, file }) => {
    const whole = readFileSync(require.resolve(`@fontsource-variable/${file}`));
    const some = await subsetFont(whole, letters, {
      targetFormat: 'woff2',
      variationAxes: { wght: { min: 400, max: 700 } },
    });
    const source = `data:font/woff2;base64,${some.toString('base64')}`;
    return `@font-face{font-family:"${family}";font-weight:400 700;src:url(${source})}`;
  });
  return (await Promise.all(rules)).join('');
}

interface Names {
  readonly classes: ReadonlySet<string>;
  readonly tags: ReadonlySet<string>;
}

function namesIn(svg: string): Names {
  const classes = [...svg.matchAll(/\bclass="([^"]*)"/g)].flatMap(([, names]) =>
    names!.split(/\s+/),
  );
  return {
    classes: new Set(classes),
    tags: new Set([...svg.matchAll(/<([a-z]\w*)/gi)].map(([, tag]) => tag!)),
  };
}

interface Part {
  readonly type: string;
  readonly name?: string;
  readonly kind?: string;
}

/** Whether a selector may be about something in the picture, or about its root. */
function reaches(selector: readonly Part[], { classes, tags }: Names): boolean {
  return selector.every((part) => {
    if (part.type === 'class') return classes.has(part.name!);
    if (part.type === 'type') return tags.has(part.name!);
    // Nothing in a file is pressed, pointed at or focused.
    if (part.type === 'pseudo-class') return ['root', 'where', 'is', 'not'].includes(part.kind!);
    return part.type !== 'pseudo-element' && part.type !== 'id';
  });
}

/** A page's rules that a picture needs. What is for paper or a width is left out. */
export function stylesFor(svg: string, css: string): string {
  const names = namesIn(svg);
  const { code } = transform({
    filename: 'poster.css',
    code: Buffer.from(css),
    minify: true,
    visitor: {
      Rule: {
        style(rule) {
          const kept = rule.value.selectors.some((selector) =>
            reaches(selector as readonly Part[], names),
          );
          return kept ? undefined : [];
        },
        media: () => [],
        container: () => [],
        'font-face': () => [],
        keyframes: () => [],
      },
    },
  });
  return code.toString();
}

/** What a picture has from the elements around it, on a page. */
const AROUND =
  'svg.picture{font-family:var(--sans);color:var(--ink);background:var(--card)}:where(svg.picture) text{fill:var(--ink)}';

export function selfContained(svg: string, css: string, faces: string): string {
  const style = `<style>${faces}${AROUND}${stylesFor(svg, css)}</style>`;
  return svg.replace('</title>', `</title>${style.replaceAll('&', '&amp;')}`);
}

const STYLE = /<style>([\s\S]*?)<\/style>/g;

/** The styles of a scenario's own page in the built site at `root`. */
export function pageStyles(root: string, topic: string, scenario: string): string {
  const page = readFileSync(join(root, 'embed', topic, scenario, 'index.html'), 'utf8');
  return [...page.matchAll(STYLE)].map(([, rules]) => rules).join('');
}

/** All posters of one topic. */
async function finish(root: string, topic: string): Promise<void> {
  const folder = join(root, 'posters', topic);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.svg'))
    .map((name) => join(folder, name));
  const pictures = new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
  const words = [...pictures.values()].join('').replaceAll(/<[^>]*>/g, '');
  const faces = await facesFor([...new Set(words)].join(''));
  for (const [path, svg] of pictures) {
    const scenario = path.slice(folder.length + 1).split(/[\\/]/)[0]!;
    writeFileSync(path, selfContained(svg, pageStyles(root, topic, scenario), faces));
  }
}

export function posterFiles(): AstroIntegration {
  return {
    name: 'poster-files',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const root = fileURLToPath(dir);
        if (!existsSync(join(root, 'posters'))) return;
        for (const topic of readdirSync(join(root, 'posters'))) await finish(root, topic);
      },
    },
  };
}
