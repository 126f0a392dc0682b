import type { Topic } from '../../lab/topic.ts';
import { scenarios } from './scenarios.ts';

export const nat: Topic = {
  id: 'nat',
  title: 'NAT traversal',
  article: 'nat-traversal',
  scenarios,
  commands: async () => (await import('./commands.ts')).commands,
};

export default nat;
