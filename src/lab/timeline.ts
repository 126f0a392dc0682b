import {
  type AnyScenario,
  assertLegal,
  type Frame,
  IllegalAction,
  type LabEvent,
  type Scenario,
} from './engine.ts';

/** A reader's choice: at this many actions into the run, this one was taken. */
export interface Deviation<Action = unknown> {
  readonly at: number;
  readonly action: Action;
}

/**
 * A scenario's own course with a reader's deviations from it, ascending. The
 * course goes on after each of them. This is all a link needs to hold.
 */
export interface Run<Action = unknown> {
  readonly scenario: string;
  readonly seed: number;
  readonly deviations: readonly Deviation<Action>[];
}

// biome-ignore lint/suspicious/noExplicitAny: existential types do not exist in TypeScript
export type AnyFrame = Frame<any, any, any>;

/** One line of history. Frames up to `forkAt` are its parent's own objects. */
export interface Branch {
  readonly id: number;
  readonly parent: number | null;
  /** The last frame shared with the parent; 0 for the main line. */
  readonly forkAt: number;
  /** The action that began it, in words; "Main line" for the first. */
  readonly title: string;
  readonly run: Run;
  readonly frames: readonly AnyFrame[];
}

/** The main line, and every what-if that was tried from it and not closed. */
export interface Timeline {
  readonly scenario: AnyScenario;
  readonly branches: readonly Branch[];
  readonly nextId: number;
}

/** The run of a scenario that nobody has interfered with. */
export function mainRun(scenario: AnyScenario, seed: number = scenario.seed): Run {
  return { scenario: scenario.id, seed, deviations: [] };
}

/**
 * All frames of a run. Frames of `shared`, where given, are reused as they are.
 * Throws `IllegalAction`, naming the frame, where a deviation breaks a rule or
 * lies beyond the run's end.
 */
export function unfold<C, S, A, E extends LabEvent>(
  scenario: Scenario<C, S, A, E>,
  run: Run<A>,
  shared: readonly Frame<S, A, E>[] = [],
): readonly Frame<S, A, E>[] {
  const { engine } = scenario;
  const frames = [...shared];
  if (frames.length === 0) {
    const state = engine.init(scenario.config, run.seed);
    frames.push({ index: 0, state, action: null, events: [] });
  }
  const chosen = new Map(run.deviations.map((d) => [d.at, d.action]));
  const lastDeviation = run.deviations.at(-1)?.at ?? -1;
  const firstDeviation = run.deviations[0]?.at ?? Number.POSITIVE_INFINITY;
  while (frames.length < scenario.limit) {
    const taken = frames.length - 1;
    const { state } = frames[taken]!;
    const isChoice = chosen.has(taken);
    const deviated = taken > firstDeviation;
    const action = isChoice ? chosen.get(taken)! : scenario.course(state, { taken, deviated });
    if (action === null) break;
    if (isChoice) assertLegalAt(scenario, state, action, taken);
    const step = engine.step(state, action);
    frames.push({ index: taken + 1, state: step.state, action, events: step.events });
  }
  if (lastDeviation >= frames.length - 1) {
    throw new IllegalAction(
      `The run ends at frame ${frames.length - 1}, before the change at frame ${lastDeviation}.`,
    );
  }
  return frames;
}

function assertLegalAt(scenario: AnyScenario, state: unknown, action: unknown, at: number): void {
  try {
    assertLegal(scenario.engine, state, action);
  } catch (error) {
    if (!(error instanceof IllegalAction)) throw error;
    throw new IllegalAction(`At frame ${at}: ${error.message}`);
  }
}

/** A timeline that holds one run, as its main line. */
export function openTimeline(scenario: AnyScenario, seed: number = scenario.seed): Timeline {
  const run = mainRun(scenario, seed);
  const main: Branch = {
    id: 0,
    parent: null,
    forkAt: 0,
    title: 'Main line',
    run,
    frames: unfold(scenario, run),
  };
  return { scenario, branches: [main], nextId: 1 };
}

export function branchOf(timeline: Timeline, id: number): Branch {
  const branch = timeline.branches.find((b) => b.id === id);
  if (!branch) throw new RangeError(`There is no branch ${id}.`);
  return branch;
}

/**
 * Takes another action at frame `at` of a branch. The old future stays, as a
 * sibling. Throws `IllegalAction` if the action is not legal there.
 */
export function fork(timeline: Timeline, from: number, at: number, action: unknown): Timeline {
  const parent = branchOf(timeline, from);
  const frame = parent.frames[at];
  if (!frame) throw new RangeError(`Branch ${from} has no frame ${at}.`);
  const { scenario } = timeline;
  const kept = parent.run.deviations.filter((d) => d.at < at);
  const run: Run = { ...parent.run, deviations: [...kept, { at, action }] };
  assertLegalAt(scenario, frame.state, action, at);
  const branch: Branch = {
    id: timeline.nextId,
    parent: from,
    forkAt: at,
    title: scenario.engine.describe(frame.state, action),
    run,
    frames: unfold(scenario, run, parent.frames.slice(0, at + 1)),
  };
  return { ...timeline, branches: [...timeline.branches, branch], nextId: branch.id + 1 };
}

/**
 * Takes an action at frame `at` of a branch, as a reader who plays does. Where
 * that is what the branch does next anyway, or what a what-if from there does,
 * nothing new is made. At the end of a branch of the reader's own it grows;
 * elsewhere a new branch is forked. Throws `IllegalAction` like `fork`.
 */
export function take(
  timeline: Timeline,
  from: number,
  at: number,
  action: unknown,
): { readonly timeline: Timeline; readonly branch: number } {
  const branch = branchOf(timeline, from);
  const same = JSON.stringify(action);
  const leadsThere = (b: Branch) => JSON.stringify(b.frames[at + 1]?.action) === same;
  if (leadsThere(branch)) return { timeline, branch: from };
  const tried = timeline.branches.find(
    (b) => b.parent === from && b.forkAt === at && leadsThere(b),
  );
  if (tried) return { timeline, branch: tried.id };
  if (branch.parent === null || at < branch.frames.length - 1) {
    return { timeline: fork(timeline, from, at, action), branch: timeline.nextId };
  }
  return { timeline: extend(timeline, branch, action), branch: from };
}

/** A branch with one more action at its end, under the title it has. */
function extend(timeline: Timeline, branch: Branch, action: unknown): Timeline {
  const at = branch.frames.length - 1;
  const { scenario } = timeline;
  assertLegalAt(scenario, branch.frames[at]!.state, action, at);
  const run: Run = { ...branch.run, deviations: [...branch.run.deviations, { at, action }] };
  const longer: Branch = { ...branch, run, frames: unfold(scenario, run, branch.frames) };
  const branches = timeline.branches.map((b) => (b.id === branch.id ? longer : b));
  return { ...timeline, branches };
}

/** A timeline with a run beside the main line, forked where the two first differ. */
export function openRun(timeline: Timeline, run: Run): Timeline {
  let opened = timeline;
  let parent = 0;
  for (const { at, action } of run.deviations) {
    const branch = branchOf(opened, parent);
    const length = branch.frames.length;
    if (at >= length) {
      throw new IllegalAction(
        `The run ends at frame ${length - 1}, before the change at frame ${at}.`,
      );
    }
    if (parent !== 0 && at === length - 1) opened = extend(opened, branch, action);
    else {
      opened = fork(opened, parent, at, action);
      parent = opened.nextId - 1;
    }
  }
  return opened;
}

/** Closes a branch and those that were forked from it. The main line cannot be closed. */
export function closeBranch(timeline: Timeline, id: number): Timeline {
  if (id === 0) return timeline;
  const gone = new Set([id]);
  for (const b of timeline.branches) {
    if (b.parent !== null && gone.has(b.parent)) gone.add(b.id);
  }
  return { ...timeline, branches: timeline.branches.filter((b) => !gone.has(b.id)) };
}

/** Frame numbers by label: for each, the first frame that satisfies its test. */
export function labelFrames(
  scenario: AnyScenario,
  frames: readonly AnyFrame[],
): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [label, test] of Object.entries(scenario.labels)) {
    const frame = frames.find((f) => test(f));
    if (frame) found[label] = frame.index;
  }
  return found;
}

/** A frame number from a number or a label. Throws an `Error` in words. */
export function resolveFrame(timeline: Timeline, branch: number, wanted: string): number {
  const { frames } = branchOf(timeline, branch);
  if (/^\d{1,7}$/.test(wanted)) {
    const index = Number(wanted);
    if (index < frames.length) return index;
    throw new Error(`the run has ${frames.length} frames, so there is no frame ${index}`);
  }
  const labels = labelFrames(timeline.scenario, frames);
  // Not every name that an object answers to is a label: “constructor” is none.
  if (!Object.hasOwn(labels, wanted))
    throw new Error(`no frame is called “${wanted.slice(0, 40)}”`);
  return labels[wanted]!;
}
