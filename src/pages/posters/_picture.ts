import { render } from 'svelte/server';
import type { AnyScenario } from '../../lab/engine.ts';
import type { AnyFrame } from '../../lab/timeline.ts';
import Still from '../../player/Still.svelte';
import type { FigureSpec } from '../../player/stage.ts';

export interface Shown {
  readonly spec: FigureSpec;
  /** Its configuration loaded. */
  readonly scenario: AnyScenario;
  readonly frames: readonly AnyFrame[];
  readonly index: number;
  /** In CSS pixels: what the stage lays itself out for. */
  readonly width: number;
}

/** How posters are drawn, in CSS pixels: as wide as a slide leaves for a picture. */
export const WIDTH = 960;
/** On a page a picture may stand out into the space around it; a file has to have that space. */
const SPACE = 28;

export function titleOf({ scenario, frames, index }: Shown): string {
  const { state, events } = frames[index]!;
  return `${scenario.title}: ${scenario.engine.caption(state, events)}`;
}

/**
 * A frame's picture as an SVG with a title. What is missing to make a file of its own of it,
 * styles and fonts, `scripts/poster-files.ts` puts in when the site is built.
 */
export function pictureOf(shown: Shown, title: string, space = SPACE): string {
  const { spec, scenario, frames, index, width } = shown;
  const frame = frames[index]!;
  const { body } = render(Still, { props: { stage: spec.stage, frame, frames, scenario, width } });
  const svg = pictureIn(body)
    .replaceAll(/<!--.*?-->/g, '')
    // A page may say this in an attribute, a file may not.
    .replaceAll(/="[^"]*"/g, (value) => value.replaceAll('<', '&lt;'));
  return (
    svg
      .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
      .replace(/viewBox="0 0 ([\d.]+) ([\d.]+)"/, (_, wide, high) => viewBox(+wide, +high, space))
      // The end of the tag, not a sign in one of its texts.
      .replace(/^<svg\b(?:[^>"]|"[^"]*")*>/, (tag) => `${tag}<title>${escaped(title)}</title>`)
  );
}

/** The picture of a stage that may have more around it. */
function pictureIn(body: string): string {
  const from = body.indexOf('<svg class="picture');
  let depth = 0;
  let to = from;
  for (const { 0: tag, index } of body.slice(from).matchAll(/<svg\b|<\/svg>/g)) {
    depth += tag === '</svg>' ? -1 : 1;
    to = from + index + tag.length;
    if (depth === 0) break;
  }
  return body.slice(from, to);
}

const viewBox = (width: number, height: number, space: number): string => {
  const [wide, high] = [width + 2 * space, height + 2 * space];
  return `viewBox="${-space} ${-space} ${wide} ${high}" width="${wide}" height="${high}"`;
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
