import type { Topic } from '../../lab/topic.ts';
import { scenarios } from './scenarios.ts';

export const crdt: Topic = {
  id: 'crdt',
  title: 'Causal trees against Fugue',
  article: 'causal-trees-vs-fugue',
  scenarios,
  commands: async () => (await import('./commands.ts')).commands,
};

export default crdt;
