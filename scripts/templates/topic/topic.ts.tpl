import type { Topic } from '../../lab/topic.ts';
import { scenarios } from './scenarios.ts';

export const __name__Topic: Topic = {
  id: '__id__',
  title: __TITLE_CODE__,
  article: '__id__',
  scenarios,
  commands: async () => (await import('./commands.ts')).commands,
};

export default __name__Topic;
