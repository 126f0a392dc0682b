import type { APIContext, GetStaticPaths } from 'astro';
import { findFigure } from '../../../../components/figure-registry.ts';
import { type AnyScenario, ready } from '../../../../lab/engine.ts';
import { posterFrames } from '../../../../lab/posters.ts';
import { type AnyFrame, mainRun, unfold } from '../../../../lab/timeline.ts';
import { topics } from '../../../../topics.ts';
import { pictureOf, titleOf, WIDTH } from '../../_picture.ts';

type Props = {
  readonly scenario: AnyScenario;
  readonly frames: readonly AnyFrame[];
  readonly index: number;
};

/** Each scenario's first, labelled and last frame, and the one on its poster. */
export const getStaticPaths = (async () => {
  const paths = [];
  for (const topic of topics) {
    for (const plain of topic.scenarios) {
      const scenario = await ready(plain);
      const frames = unfold(scenario, mainRun(scenario));
      for (const [frame, index] of Object.entries(posterFrames(scenario, frames).frames)) {
        const props: Props = { scenario, frames, index };
        paths.push({ params: { topic: topic.id, scenario: scenario.id, frame }, props });
      }
    }
  }
  return paths;
}) satisfies GetStaticPaths;

export async function GET({ params, props }: APIContext<Props>): Promise<Response> {
  const { scenario } = props;
  const { spec } = await findFigure(params.topic!, scenario.figures[0]!, scenario.id);
  const shown = { spec, ...props, width: WIDTH };
  const svg = pictureOf(shown, titleOf(shown));
  return new Response(svg, { headers: { 'Content-Type': 'image/svg+xml' } });
}
