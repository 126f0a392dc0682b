import type { Topic } from '../../lab/topic.ts';
import { scenarios } from './scenarios.ts';

export const paxos: Topic = {
  id: 'paxos',
  title: 'The Paxos board game',
  article: 'paxos-board-game',
  scenarios,
  commands: async () => (await import('./commands.ts')).commands,
};

export default paxos;
