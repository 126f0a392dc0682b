import { getCollection } from 'astro:content';
import type { APIContext, InferGetStaticPropsType } from 'astro';
import { scenarioOf } from '../../../lab/topic.ts';
import { topics } from '../../../topics.ts';
import { oembedOf } from '../_oembed.ts';

export async function getStaticPaths() {
  const entries = await getCollection('articles');
  return entries.map(({ id, data }) => ({ params: { slug: id }, props: data }));
}

type Props = InferGetStaticPropsType<typeof getStaticPaths>;

/** An article cannot be framed; what stands for it elsewhere is the figure on its picture. */
export async function GET({ props, site }: APIContext<Props>) {
  const { title, topic: id, poster } = props;
  const topic = topics.find((t) => t.id === id);
  if (!topic) throw new Error(`“${title}” names a topic that is not there: ${id}.`);
  const answer = await oembedOf({
    site: site!,
    title,
    topic: id,
    ...poster,
    frame: scenarioOf(topic, poster.scenario).poster,
  });
  return Response.json(answer);
}
