import { render } from 'svelte/server';
import { findFigure } from '../../components/figure-registry.ts';
import { ready } from '../../lab/engine.ts';
import { pngSizeOf, posterFrames } from '../../lab/posters.ts';
import { mainRun, unfold } from '../../lab/timeline.ts';
import type { StagePlay } from '../../player/stage.ts';
import { WIDTH as POSTER_WIDTH, pictureOf } from '../posters/_picture.ts';

/**
 * A response of type `rich`, as https://oembed.com §2.3.4 has it. It is a file, so it cannot
 * heed `maxwidth`: the frame that it holds takes whatever width there is.
 */
export interface OEmbed {
  readonly type: 'rich';
  readonly version: '1.0';
  readonly title: string;
  readonly provider_name: string;
  readonly provider_url: string;
  /** Seconds. */
  readonly cache_age: number;
  readonly html: string;
  readonly width: number;
  readonly height: number;
  readonly thumbnail_url: string;
  readonly thumbnail_width: number;
  readonly thumbnail_height: number;
}

interface Wanted {
  readonly site: URL;
  /** Of what was asked for: the scenario, or its article. */
  readonly title: string;
  readonly topic: string;
  readonly figure: string;
  readonly scenario: string;
  /** The label or number of the frame that it opens at. */
  readonly frame?: number | string;
}

const WIDTH = 960;
/** Of a figure's width, the margins of its stage. */
const MARGINS = 48;
/** Head, caption of two lines, buttons, and the space around the picture. */
const FURNITURE = 240;
/** A row of controls that is a figure's own. */
const CONTROLS = 80;
/** Words and buttons of a stage beside its picture. */
const BESIDE = 50;
const A_DAY = 86_400;

/** A picture that can be played in is larger, and it can be in a frame. */
const PLAY: StagePlay = {
  act: () => {},
  refused: null,
  selected: {},
  select: () => {},
  run: () => {},
};

/** Text as an attribute's value between double quotes. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** A figure with the run that it opens with, and whose picture it is. */
async function drawnOf(topic: string, figure: string, id: string) {
  const { spec, scenario: plain } = await findFigure(topic, figure, id);
  const scenario = await ready(plain);
  return { topic, spec, scenario, frames: unfold(scenario, mainRun(scenario)) };
}

type Drawn = Awaited<ReturnType<typeof drawnOf>>;

/** Pixels that a figure takes at full width: it is drawn once, and the picture measured. */
function heightOf({ topic, spec, scenario, frames }: Drawn): number {
  const props = { frame: frames[0]!, frames, scenario, width: WIDTH - MARGINS, play: PLAY };
  const { body } = render(spec.stage, { props });
  const [, height] = /viewBox="0 0 [\d.]+ ([\d.]+)"/.exec(body) ?? [];
  if (!height)
    throw new Error(`${topic}/${scenario.id}: its figure draws no picture with a viewBox.`);
  const words = body.replace(/<svg[\s\S]*<\/svg>/, '').replaceAll(/<[^>]*>/g, '');
  const rows = (spec.controls ? CONTROLS : 0) + (words.trim() ? BESIDE : 0);
  return Math.ceil(Number(height)) + FURNITURE + rows;
}

/**
 * The scenario's poster as PNG, which the build draws when the pages are there. How large it
 * will be is known from the picture.
 */
async function thumbnailOf(topic: string, id: string, { scenario, frames }: Drawn, site: URL) {
  const { frames: named, poster } = posterFrames(scenario, frames);
  // Its poster shows the first of its figures, whichever was asked for.
  const { spec } = await findFigure(topic, scenario.figures[0]!, id);
  const shown = { spec, scenario, frames, index: named[poster]!, width: POSTER_WIDTH };
  const { width, height } = pngSizeOf(pictureOf(shown, scenario.title));
  return {
    thumbnail_url: new URL(`/posters/${topic}/${id}/${poster}.png`, site).href,
    thumbnail_width: width,
    thumbnail_height: height,
  };
}

export async function oembedOf(wanted: Wanted): Promise<OEmbed> {
  const { site, title, topic, figure, scenario, frame } = wanted;
  const drawn = await drawnOf(topic, figure, scenario);
  const source = new URL(`/embed/${topic}/${scenario}/`, site);
  if (frame !== undefined) source.searchParams.set('f', String(frame));
  const height = heightOf(drawn);
  return {
    type: 'rich',
    version: '1.0',
    title,
    provider_name: 'Lockstep',
    provider_url: new URL('/', site).href,
    cache_age: A_DAY,
    html:
      `<iframe src="${escaped(source.href)}" title="${escaped(drawn.scenario.title)}" ` +
      `width="${WIDTH}" height="${height}" loading="lazy" ` +
      `style="width:100%;aspect-ratio:${WIDTH}/${height};border:0" ` +
      'allow="fullscreen; clipboard-write" sandbox="allow-scripts allow-popups"></iframe>',
    width: WIDTH,
    height,
    ...(await thumbnailOf(topic, scenario, drawn, site)),
  };
}
