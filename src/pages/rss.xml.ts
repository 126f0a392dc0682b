import { getCollection } from 'astro:content';
import rss from '@astrojs/rss';
import type { APIContext } from 'astro';

export async function GET({ site }: APIContext) {
  const entries = (await getCollection('articles')).sort(
    (a, b) => b.data.published.valueOf() - a.data.published.valueOf(),
  );
  return rss({
    title: 'Lockstep',
    description:
      'Distributed systems and storage, in articles whose figures run what they explain.',
    site: site!,
    items: entries.map((entry) => ({
      title: entry.data.title,
      description: entry.data.standfirst,
      link: `/articles/${entry.id}/`,
      pubDate: entry.data.published,
    })),
  });
}
