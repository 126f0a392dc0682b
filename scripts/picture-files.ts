import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { pngSizeOf } from '../src/lab/posters.ts';
import { CARD, cardOf, MAX_BYTES } from './pictures/card.ts';
import { eachOf, openStudio, type Studio } from './pictures/draw.ts';
import type { Theme } from './pictures/flatten.ts';
import { pageStyles } from './poster-files.ts';

/**
 * Draws the built site's posters as PNG, light and dark, and the cards of its articles. With
 * `PICTURES=linked` only those that the site's own files name, which are light: what its tests
 * ask for.
 */

/** Of the working copy, so that it outlives `dist`. */
const CACHE = join(import.meta.dirname, '..', '.cache', 'pictures');

function filesIn(folder: string, ending: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

/** The pictures that oEmbed's answers name, as paths of SVG files. */
function linkedIn(root: string): ReadonlySet<string> {
  const named = filesIn(join(root, 'oembed'), '.json').map((path) => {
    const answer = JSON.parse(readFileSync(path, 'utf8')) as { readonly thumbnail_url: string };
    return decodeURIComponent(new URL(answer.thumbnail_url).pathname);
  });
  return new Set(named.map((path) => join(root, path.replace(/\.png$/, '.svg'))));
}

async function drawPosters(root: string, studio: Studio): Promise<void> {
  const all = filesIn(join(root, 'posters'), '.svg');
  const linked = linkedIn(root);
  const some = process.env.PICTURES === 'linked';
  await eachOf(some ? all.filter((path) => linked.has(path)) : all, async (path) => {
    const svg = readFileSync(path, 'utf8');
    const draw = (theme: Theme) => studio.draw(svg, pngSizeOf(svg), 'palette', theme);
    writeFileSync(path.replace(/svg$/, 'png'), await draw('light'));
    if (!some) writeFileSync(path.replace(/svg$/, 'dark.png'), await draw('dark'));
  });
}

/** The cards `og/<topic>-<scenario>.png` of the pictures `og/<topic>/<scenario>.svg`. */
async function drawCards(root: string, studio: Studio): Promise<void> {
  const folder = join(root, 'og');
  await eachOf(filesIn(folder, '.svg'), async (path) => {
    const [topic, scenario] = [basename(dirname(path)), basename(path, '.svg')];
    const css = pageStyles(root, topic, scenario);
    const card = cardOf(readFileSync(path, 'utf8'), css);
    const png = await studio.draw(card, CARD, 'exact');
    if (png.length > MAX_BYTES) throw new Error(`${path} became a card of ${png.length} bytes.`);
    writeFileSync(join(folder, `${topic}-${scenario}.png`), png);
    rmSync(path);
    if (readdirSync(dirname(path)).length === 0) rmdirSync(dirname(path));
  });
}

export function pictureFiles(): AstroIntegration {
  return {
    name: 'picture-files',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const studio = openStudio(CACHE);
        const started = performance.now();
        await drawPosters(root, studio);
        await drawCards(root, studio);
        studio.tidy();
        const { asked, drawn } = studio.counts;
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        const anew = drawn === 0 ? 'none drawn anew' : `${drawn} drawn anew in ${seconds} s`;
        logger.info(`${asked} pictures, ${anew}.`);
      },
    },
  };
}
