import type { APIContext, GetStaticPaths } from 'astro';
import { render } from 'svelte/server';
import { findFigure } from '../../../../components/figure-registry.ts';
import { type AnyScenario, ready } from '../../../../lab/engine.ts';
import { type AnyFrame, labelFrames, mainRun, unfold } from '../../../../lab/timeline.ts';
import Still from '../../../../player/Still.svelte';
import { topics } from '../../../../topics.ts';

/** In CSS pixels: as wide as a slide leaves for a picture. */
const WIDTH = 960;

type Props = {
  readonly scenario: AnyScenario;
  readonly frames: readonly AnyFrame[];
  readonly index: number;
};

/**
 * Each scenario's first, labelled and last frame. What is missing to make a file of its own of
 * it, styles and fonts, `scripts/poster-files.ts` puts in when the site is built.
 */
export const getStaticPaths = (async () => {
  const paths = [];
  for (const topic of topics) {
    for (const plain of topic.scenarios) {
      const scenario = await ready(plain);
      const frames = unfold(scenario, mainRun(scenario));
      const named = { ...labelFrames(scenario, frames), first: 0, last: frames.length - 1 };
      for (const [frame, index] of Object.entries(named)) {
        const props: Props = { scenario, frames, index };
        paths.push({ params: { topic: topic.id, scenario: scenario.id, frame }, props });
      }
    }
  }
  return paths;
}) satisfies GetStaticPaths;

export async function GET({ params, props }: APIContext<Props>): Promise<Response> {
  const { scenario, frames, index } = props;
  const { spec } = await findFigure(params.topic!, scenario.figures[0]!, scenario.id);
  const frame = frames[index]!;
  const { body } = render(Still, {
    props: { stage: spec.stage, frame, frames, scenario, width: WIDTH },
  });
  const { state, events } = frame;
  const title = `${scenario.title}: ${scenario.engine.caption(state, events)}`;
  return new Response(pictureIn(body, title), { headers: { 'Content-Type': 'image/svg+xml' } });
}

/** The picture of a stage that may have more around it, with a title of its own. */
function pictureIn(body: string, title: string): string {
  const from = body.indexOf('<svg class="picture');
  let depth = 0;
  let to = from;
  for (const { 0: tag, index } of body.slice(from).matchAll(/<svg\b|<\/svg>/g)) {
    depth += tag === '</svg>' ? -1 : 1;
    to = from + index + tag.length;
    if (depth === 0) break;
  }
  const svg = body
    .slice(from, to)
    .replaceAll(/<!--.*?-->/g, '')
    // A page may say this in an attribute, a file may not.
    .replaceAll(/="[^"]*"/g, (value) => value.replaceAll('<', '&lt;'));
  return (
    svg
      .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
      .replace(/viewBox="0 0 ([\d.]+) ([\d.]+)"/, (_, width, height) => viewBox(+width, +height))
      // The end of the tag, not a sign in one of its texts.
      .replace(/^<svg\b(?:[^>"]|"[^"]*")*>/, (tag) => `${tag}<title>${escaped(title)}</title>`)
  );
}

/** On a page a picture may stand out into the space around it; a file has to have that space. */
const SPACE = 28;
const viewBox = (width: number, height: number): string => {
  const [wide, high] = [width + 2 * SPACE, height + 2 * SPACE];
  return `viewBox="${-SPACE} ${-SPACE} ${wide} ${high}" width="${wide}" height="${high}"`;
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
