import type { AnyScenario, Scenario } from '../../lab/engine.ts';
import {
  outcomeLabels,
  type ReplayAction,
  type ReplayEvent,
  replayActionSchema,
} from './engine/real/replay-marks.ts';
import {
  type ReplayWindow,
  type WindowState,
  windowCourse,
  windowEngine,
} from './engine/real/window.ts';
import { connectReplay } from './replay-client.ts';

/** Edits of a reader's own store that a page holds at once. */
export const WINDOW_EDITS = 400;
const SAMPLE_FILES = ['CURRENT', 'MANIFEST-000002', 'LOG'] as const;

type WindowScenario = Scenario<ReplayWindow, WindowState, ReplayAction, ReplayEvent>;

const shape = {
  engine: windowEngine,
  actionSchema: replayActionSchema,
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
  load: async () => {
    const files = await Promise.all(SAMPLE_FILES.map(readSample));
    const { api, close } = await connectReplay();
    const { edits, problems } = await api.open(files);
    if (edits === 0) throw new Error(`The sample store could not be read: ${problems[0]?.reason}.`);
    const window = await api.window(0, edits);
    close();
    return window;
  },
  labels: {
    ...outcomeLabels,
    'first-wide': (frame) => (frame.state.taken?.files.flat().length ?? 0) >= 10,
    end: ({ state }) => state.at === state.window.steps.length,
  },
  poster: 'first-wide',
};

/** From the site in a browser; from the project's own folder elsewhere. */
async function readSample(name: string): Promise<File> {
  if (import.meta.env?.SSR === false) {
    const answer = await fetch(`/samples/leveldb/${name}`);
    if (!answer.ok) throw new Error(`The sample’s ${name} could not be fetched: ${answer.status}.`);
    return new File([await answer.arrayBuffer()], name);
  }
  const { readFile } = await import('node:fs/promises');
  return new File([await readFile(`public/samples/leveldb/${name}`)], name);
}
