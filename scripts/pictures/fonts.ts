import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';

/**
 * The site's letters as what draws pictures can read them: a font file for each weight, cut out
 * of the variable fonts that the pages load.
 */

const require = createRequire(import.meta.url);

interface Cut {
  /** As a style sheet calls it. */
  readonly family: string;
  readonly file: string;
  readonly weights: readonly number[];
}

const WEIGHTS = [400, 500, 550, 600, 650, 700];
/** Where letters of a figure have a weight that is missing, drawing it says so. */
const CUTS: readonly Cut[] = [
  {
    family: 'Inter Variable',
    file: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
    weights: WEIGHTS,
  },
  {
    family: 'JetBrains Mono Variable',
    file: '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
    weights: WEIGHTS,
  },
  ...['normal', 'italic'].map((style) => ({
    family: 'Source Serif 4 Variable',
    file: `@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-${style}.woff2`,
    weights: [600],
  })),
];
/** Has what those have no letters for: arrows, ⊥, ∅, ✓ and the script letters of mathematics. */
const SIGNS = '@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal.woff2';

/**
 * Without its letters: where a font has all that a text is made of, the renderer takes that font
 * for the whole text, and not for the sign that the text's own font lacks.
 */
function signs(): string {
  const from = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join('');
  return from(0x2190, 0x2bff) + from(0x1d400, 0x1d7ff);
}

/** The renderer knows weights in hundreds only, so the two between them take what is free. */
const NAMES: Readonly<Record<number, number>> = { 550: 100, 650: 200 };
const nameOf = (weight: number): number => NAMES[weight] ?? weight;

export interface Fonts {
  readonly files: readonly string[];
  /** As the files call a weight. Throws at one that there is no file for. */
  readonly weightName: (weight: number) => string;
  /** As the files call the first family of a list. */
  readonly familyName: (list: string) => string;
}

/** Says in a TrueType font's own words, its table OS/2, how heavy it is. */
function named(font: Buffer, weight: number): Buffer {
  const tables = font.readUInt16BE(4);
  for (let record = 12; record < 12 + 16 * tables; record += 16) {
    if (font.toString('latin1', record, record + 4) !== 'OS/2') continue;
    font.writeUInt16BE(nameOf(weight), font.readUInt32BE(record + 8) + 4);
    return font;
  }
  throw new Error('The font has no table OS/2.');
}

const firstOf = (list: string): string => list.split(',')[0]!.replaceAll(/["']/g, '').trim();

/** The fonts, cut anew where `cache` does not hold them. */
export async function loadFonts(cache: string): Promise<Fonts> {
  const hash = createHash('sha256').update(readFileSync(import.meta.filename));
  const all = [...CUTS.map(({ file }) => file), SIGNS];
  for (const file of all) hash.update(readFileSync(require.resolve(file)));
  const folder = join(cache, `fonts-${hash.digest('hex').slice(0, 16)}`);
  const files: string[] = [];
  const cut = async (name: string, make: () => Promise<Buffer>) => {
    const path = join(folder, `${name}.ttf`);
    files.push(path);
    if (existsSync(path)) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.new`, await make());
    renameSync(`${path}.new`, path);
  };
  for (const [i, { file, weights }] of CUTS.entries()) {
    for (const weight of weights) {
      await cut(`${i}-${weight}`, async () => {
        const options = { variationAxes: { wght: weight }, keepAllGlyphs: true };
        const whole = readFileSync(require.resolve(file));
        const font = await subsetFont(whole, '', { targetFormat: 'truetype', ...options });
        return named(font, weight);
      });
    }
  }
  await cut('signs', () =>
    subsetFont(readFileSync(require.resolve(SIGNS)), signs(), { targetFormat: 'truetype' }),
  );
  const weightName = (weight: number) => {
    if (!WEIGHTS.includes(weight)) {
      throw new Error(`Letters of the weight ${weight} are not among ${WEIGHTS.join(', ')}.`);
    }
    return String(nameOf(weight));
  };
  return { files, weightName, familyName: (list) => firstOf(list).replace(/ Variable$/, '') };
}
