import type { FigureSpec } from '../../../player/stage.ts';

const sessions = async () => (await import('../session-scenarios.ts')).sessionScenarios;

const ties = async () => (await import('../tie-scenarios.ts')).tieScenarios;

/** The figures of this topic, by the names that articles and scenarios use. */
export const figures: Readonly<Record<string, () => Promise<FigureSpec>>> = {
  Trees: async () => ({
    title: 'The same keystrokes, two trees',
    stage: (await import('./TreesStage.svelte')).default,
    scenarios: await sessions(),
    heavy: true,
  }),
  Merge: async () => ({
    title: 'How a letter finds its place',
    stage: (await import('./MergeStage.svelte')).default,
    scenarios: (await import('../merge-scenarios.ts')).mergeScenarios,
    heavy: true,
  }),
  Editors: async () => ({
    title: 'Type here, and there',
    stage: (await import('./EditorsStage.svelte')).default,
    scenarios: await sessions(),
    heavy: true,
  }),
  Score: async () => ({
    title: 'What was torn apart',
    stage: (await import('./ScoreStage.svelte')).default,
    scenarios: [...(await sessions()), ...(await ties())],
    heavy: true,
  }),
  Order: async () => ({
    title: 'What the ids decide',
    stage: (await import('./OrderStage.svelte')).default,
    scenarios: [...(await sessions()), ...(await ties())],
    heavy: true,
  }),
  Deletes: async () => ({
    title: 'Delete without a trace',
    stage: (await import('./DeleteStage.svelte')).default,
    controls: (await import('./DeleteControls.svelte')).default,
    scenarios: (await import('../delete-scenarios.ts')).deleteScenarios,
    heavy: true,
  }),
  Trace: async () => ({
    title: 'A long text, keystroke by keystroke',
    stage: (await import('./TraceStage.svelte')).default,
    controls: (await import('./TraceControls.svelte')).default,
    scenarios: [(await import('../trace-scenario.ts')).sampleTrace],
    heavy: true,
  }),
};
