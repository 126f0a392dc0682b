import { getCollection } from 'astro:content';
import type { APIContext, InferGetStaticPropsType } from 'astro';
import { findFigure } from '../../../components/figure-registry.ts';
import { ready } from '../../../lab/engine.ts';
import { posterFrames } from '../../../lab/posters.ts';
import { mainRun, unfold } from '../../../lab/timeline.ts';
import { scenarioOf } from '../../../lab/topic.ts';
import { topics } from '../../../topics.ts';
import { pictureOf } from '../../posters/_picture.ts';

/**
 * The picture on an article's card, with the article's title, by itself: the build makes the card
 * of it, as PNG, and takes this away (`scripts/picture-files.ts`).
 */
export async function getStaticPaths() {
  const entries = await getCollection('articles');
  return entries.map(({ data: { topic, title, poster } }) => ({
    params: { topic, scenario: poster.scenario },
    props: { title },
  }));
}

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

/** About the room for it on a card, width by height. */
const ROOM = 1088 / 441;
/** A stage lays itself out for the width that it is given; these are tried, in CSS pixels. */
const WIDTHS = Array.from({ length: 14 }, (_, i) => 560 + i * 40);

/** How much of the room a picture of this shape can fill, from 0 to 1. */
function filled(svg: string): number {
  const [, width, height] = /viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"/.exec(svg)!;
  const shape = Number(width) / Number(height);
  return Math.min(shape / ROOM, ROOM / shape);
}

export async function GET({ params, props }: APIContext<Props>): Promise<Response> {
  const topic = topics.find(({ id }) => id === params.topic);
  if (!topic) throw new Error(`“${props.title}” names a topic that is not there: ${params.topic}.`);
  const scenario = await ready(scenarioOf(topic, params.scenario!));
  const { spec } = await findFigure(topic.id, scenario.figures[0]!, scenario.id);
  const frames = unfold(scenario, mainRun(scenario));
  const named = posterFrames(scenario, frames);
  const shown = { spec, scenario, frames, index: named.frames[named.poster]! };
  const tried = WIDTHS.map((width) => pictureOf({ ...shown, width }, props.title, 0));
  const best = tried.reduce((a, b) => (filled(b) > filled(a) ? b : a));
  return new Response(best, { headers: { 'Content-Type': 'image/svg+xml' } });
}
