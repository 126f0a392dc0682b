import type { AnyScenario } from '../../lab/engine.ts';
import type { Script } from './engine/script.ts';
import type { AlgorithmId } from './engine/session/types.ts';
import { STORIES } from './engine/stories.ts';
import { begins, merged, syncAll, syncs, told } from './told.ts';

/** Every step of a merge, in one algorithm. */
function merge(id: AlgorithmId, title: string, script: Script, summary: string) {
  return told(
    {
      script,
      after: [syncAll(script.replicas.length)],
      algorithms: [id],
      featured: 1,
      detail: 'steps',
    },
    {
      id: `merge-${id}`,
      title,
      summary,
      labels: { start: begins, offline: syncs, merged: merged(1) },
      minor: id !== 'fugue',
      figures: ['Merge'],
      poster: 'merged',
    },
  );
}

const onAt: Script = {
  replicas: ['Ada', 'Ben'],
  steps: [
    { replica: 'Ada', at: 0, type: 'tea', backward: true },
    { replica: 'Ben', at: 0, type: 'jam', backward: true },
  ],
};

export const mergeScenarios: readonly AnyScenario[] = [
  merge(
    'fugue',
    'Fugue, step by step',
    onAt,
    'Which side, under whom, and whether there is anything to compare.',
  ),
  merge(
    'causal-tree',
    'A causal tree, step by step',
    onAt,
    'One question, after whom; and then sibling by sibling.',
  ),
  merge('rga', 'RGA, step by step', onAt, 'The same order without a tree: skip whatever is later.'),
  merge(
    'yata',
    'YATA, step by step',
    STORIES['laptop-and-phone'],
    'Between two origins, with ids where they are the same.',
  ),
  merge(
    'fugue-max',
    'FugueMax, step by step',
    STORIES['figure-7'],
    'Right siblings in the reverse order of what they were typed before.',
  ),
];
