import type { Topic } from '../../lab/topic.ts';
import { scenarios } from './scenarios.ts';

export const lsm: Topic = {
  id: 'lsm',
  title: 'LSM compaction',
  article: 'lsm-compaction',
  scenarios,
  commands: async () => (await import('./commands.ts')).commands,
};

export default lsm;
