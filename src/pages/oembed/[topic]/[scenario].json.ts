import type { APIContext, InferGetStaticPropsType } from 'astro';
import { topics } from '../../../topics.ts';
import { oembedOf } from '../_oembed.ts';

/** One file a scenario, which the pages of its labelled frames lead to as well. */
export function getStaticPaths() {
  return topics.flatMap((topic) =>
    topic.scenarios.map(({ id, title, figures }) => ({
      params: { topic: topic.id, scenario: id },
      props: { topic: topic.id, scenario: id, title, figure: figures[0]! },
    })),
  );
}

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

export async function GET({ props, site }: APIContext<Props>) {
  return Response.json(await oembedOf({ ...props, site: site! }));
}
