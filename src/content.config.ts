import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

const source = z.object({
  title: z.string(),
  by: z.string(),
  url: z.url(),
  /** What the article takes from it. */
  note: z.string(),
});

const decision = z.object({
  topic: z.string(),
  system: z.string(),
  ours: z.string(),
});

const articles = defineCollection({
  loader: glob({ base: './content', pattern: '*.mdx' }),
  schema: z.object({
    title: z.string(),
    standfirst: z.string(),
    /** The topic whose figures it uses. */
    topic: z.string(),
    /** The scenario whose poster stands for the article on the home page. */
    poster: z.object({ figure: z.string(), scenario: z.string() }),
    order: z.number(),
    published: z.coerce.date(),
    /** What differs between the system described and the engine here. */
    decisions: z.array(decision).default([]),
    sources: z.array(source).default([]),
  }),
});

export const collections = { articles };
