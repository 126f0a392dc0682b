import type { AnyScenario, Scenario } from '../../lab/engine.ts';
import { outcomeLabels, type ReplayAction, type ReplayEvent } from './engine/real/replay-marks.ts';
import {
  type ReplayWindow,
  type WindowState,
  windowCourse,
  windowEngine,
} from './engine/real/window.ts';

/** Edits of a reader's own store that a page holds at once. */
export const WINDOW_EDITS = 400;
/** Where the recorded replay of the sample lies within the site. */
export const SAMPLE_WINDOW = 'samples/leveldb/replay.json';

type WindowScenario = Scenario<ReplayWindow, WindowState, ReplayAction, ReplayEvent>;

const shape = {
  engine: windowEngine,
  actionSchema: async () => (await import('./action-schema.ts')).replayActionSchema,
  course: windowCourse,
  seed: 0,
  limit: 2_000,
  figures: ['Replay'],
} satisfies Partial<WindowScenario>;

/** A store of the reader's own. No link can hold it. */
export function windowScenario(window: ReplayWindow): AnyScenario {
  return {
    ...shape,
    id: 'local',
    title: `${window.source}, yours`,
    summary: 'A LevelDB store from your own machine.',
    config: window,
    labels: {},
    poster: 0,
  };
}

/** The sample that ships with the site: what a real LevelDB wrote about its own work. */
export const sample: AnyScenario = {
  ...shape,
  id: 'real-store',
  title: 'A real LevelDB store',
  summary:
    'Every flush and compaction that a real LevelDB recorded, and what our picker says before each.',
  config: null,
  load: readSample,
  labels: {
    ...outcomeLabels,
    'first-wide': (frame) => (frame.state.taken?.files.flat().length ?? 0) >= 10,
    end: ({ state }) => state.at === state.window.steps.length,
  },
  poster: 'first-wide',
};

/**
 * The sample's replay as it was recorded: from the site in a browser, from the
 * project's own folder elsewhere. `scripts/record-sample.ts` writes it.
 */
async function readSample(): Promise<ReplayWindow> {
  if (import.meta.env?.SSR === false) {
    const answer = await fetch(`/${SAMPLE_WINDOW}`);
    if (!answer.ok) throw new Error(`The sample store could not be fetched: ${answer.status}.`);
    return answer.json();
  }
  const { readFile } = await import('node:fs/promises');
  return JSON.parse(await readFile(`public/${SAMPLE_WINDOW}`, 'utf8'));
}
