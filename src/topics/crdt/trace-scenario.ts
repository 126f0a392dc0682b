import type { AnyScenario, Scenario } from '../../lab/engine.ts';
import type { TraceAction, TraceEvent, TraceState } from './engine/trace/engine.ts';
import { traceEngine } from './engine/trace/engine.ts';
import type { Recording } from './engine/trace/record.ts';

type TraceScenario = Scenario<Recording, TraceState, TraceAction, TraceEvent>;

const shape = {
  engine: traceEngine,
  actionSchema: async () => (await import('./trace-action-schema.ts')).traceActionSchema,
  course: (state, { deviated }) =>
    deviated || state.at === state.recording.moments.length - 1 ? null : { type: 'play' },
  seed: 0,
  limit: 4_000,
  figures: ['Trace'],
} satisfies Partial<TraceScenario>;

/** A recording of the reader's own. No link can hold it. */
export function recordedScenario(recording: Recording): AnyScenario {
  return {
    ...shape,
    id: 'local-trace',
    title: `${recording.name}, yours`,
    summary: 'A recorded session from your own machine.',
    config: recording,
    labels: {},
    poster: 0,
  };
}

/** Two made-up authors, who now and then type at the same place. */
export const sampleTrace: AnyScenario = {
  ...shape,
  id: 'long-text',
  title: 'A made-up session of two authors',
  summary: 'Thousands of keystrokes by two authors, with typos, jumps and spells offline.',
  config: null,
  load: async () => (await import('./engine/trace/sample-recording.ts')).recordSample(),
  labels: {
    start: ({ index }) => index === 0,
    half: ({ state }) => state.at >= state.recording.moments.length / 2,
    end: ({ state }) => state.at === state.recording.moments.length - 1,
  },
  poster: 'half',
};
