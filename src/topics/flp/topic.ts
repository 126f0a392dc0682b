import type { Topic } from '../../lab/topic.ts';
import { scenarios } from './scenarios.ts';

export const flp: Topic = {
  id: 'flp',
  title: 'FLP and bivalence',
  article: 'flp-bivalence',
  scenarios,
  commands: async () => (await import('./commands.ts')).commands,
};

export default flp;
