import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { renderAsync } from '@resvg/resvg-js';
import sharp from 'sharp';
import { type Flattened, flatten, type Theme } from './flatten.ts';
import { type Fonts, loadFonts } from './fonts.ts';

/**
 * Draws posters as PNG with resvg, which needs no browser and draws the same everywhere, and
 * keeps what it has drawn.
 */

/** Packages have exact versions there. */
const { devDependencies } = createRequire(import.meta.url)('../../package.json') as {
  readonly devDependencies: Readonly<Record<string, string>>;
};

const DRAWN_WITH = [
  '@resvg/resvg-js',
  'sharp',
  'lightningcss',
  'postcss',
  'postcss-value-parser',
  'subset-font',
  'htmlparser2',
  'domhandler',
  'css-select',
  'css-what',
  'dom-serializer',
];

const PNG = {
  /** A palette takes half the bytes of a picture of flat colours, and shifts some by a shade. */
  palette: { palette: true, dither: 0, effort: 1, compressionLevel: 9 },
  exact: { compressionLevel: 9 },
} as const;
/** More than the cores there are, so that none waits while a file is read or written. */
const AT_ONCE = 4;
/** Fonts for browsers, which differ with what else is in the same topic, and words to hear. */
const NOT_DRAWN = /@font-face\{[^}]*\}|<title>[^<]*<\/title>| aria-label="[^"]*"/g;
const MONTH = 30 * 24 * 3600 * 1000;

/** All that a picture depends on besides its SVG. */
function versionOf(): string {
  const hash = createHash('sha256').update(JSON.stringify(PNG));
  for (const name of DRAWN_WITH) {
    hash.update(`${name}@${devDependencies[name]}`);
  }
  for (const name of ['draw', 'flatten', 'fonts', 'selectors']) {
    hash.update(readFileSync(join(import.meta.dirname, `${name}.ts`)));
  }
  return hash.digest('hex');
}

/** The PNG of a drawing without a style sheet. It has to have `width` and `height`, in pixels. */
async function render(
  { svg, background }: Flattened,
  colours: Colours,
  fonts: Fonts,
): Promise<Buffer> {
  const image = await renderAsync(svg, {
    font: { loadSystemFonts: false, fontFiles: [...fonts.files], defaultFontFamily: 'Inter' },
    background,
  });
  const raw = { width: image.width, height: image.height, channels: 4 } as const;
  return sharp(image.pixels, { raw }).removeAlpha().png(PNG[colours]).toBuffer();
}

type Colours = keyof typeof PNG;

export interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Studio {
  /** The PNG, of this size, of an SVG that has its look from a style sheet. */
  draw(svg: string, size: Size, colours: Colours, theme?: Theme): Promise<Buffer>;
  /** How many pictures were asked for, and how many had to be drawn. */
  readonly counts: { readonly asked: number; readonly drawn: number };
  /** Throws out what has not been asked for in a month. */
  tidy(): void;
}

/** Draws with what is in the folder `cache`, and keeps there what it draws. */
export function openStudio(cache: string): Studio {
  mkdirSync(cache, { recursive: true });
  const version = versionOf();
  const counts = { asked: 0, drawn: 0 };
  let loaded: Promise<Fonts> | undefined;
  const fontsOnce = () => {
    loaded ??= loadFonts(cache);
    return loaded;
  };
  /** By path: two scenarios may begin with the same picture, and ask for it at the same time. */
  const underWay = new Map<string, Promise<Buffer>>();
  const keep = async (path: string, drawing: (fonts: Fonts) => Promise<Buffer>) => {
    counts.drawn += 1;
    const png = await drawing(await fontsOnce());
    // Nobody finds half of a picture, whatever becomes of this build.
    writeFileSync(`${path}.new`, png);
    renameSync(`${path}.new`, path);
    underWay.delete(path);
    return png;
  };
  return {
    counts,
    async draw(svg, size, colours, theme = 'light') {
      counts.asked += 1;
      const source = svg.replaceAll(NOT_DRAWN, '');
      const key = JSON.stringify([version, size.width, size.height, colours, theme, source]);
      const path = join(cache, `${createHash('sha256').update(key).digest('hex')}.png`);
      if (existsSync(path)) {
        const now = new Date();
        utimesSync(path, now, now);
        return readFileSync(path);
      }
      const anew = () =>
        keep(path, (fonts) => render(flatten(source, size, fonts, theme), colours, fonts));
      const drawing = underWay.get(path) ?? anew();
      underWay.set(path, drawing);
      return drawing;
    },
    tidy() {
      for (const name of readdirSync(cache).filter((file) => file.endsWith('.png'))) {
        const path = join(cache, name);
        if (Date.now() - statSync(path).mtimeMs > MONTH) rmSync(path);
      }
    },
  };
}

/** Does the same with each item, a few at a time. */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>) {
  const left = items.values();
  const one = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
