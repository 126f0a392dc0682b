import { type AnyScenario, ready } from '../src/lab/engine.ts';
import { type AnyFrame, labelFrames, mainRun, unfold } from '../src/lab/timeline.ts';
import type { Topic } from '../src/lab/topic.ts';
import { topics } from '../src/topics.ts';

/** A scenario of the registry with the frames that its own engine gives it here, in Node. */
export interface KnownRun {
  readonly topic: Topic;
  readonly scenario: AnyScenario;
  readonly path: string;
  readonly frames: readonly AnyFrame[];
  readonly last: number;
  readonly labels: Readonly<Record<string, number>>;
  captionAt(frame: number): string;
}

const unfolded = new Map<string, Promise<KnownRun>>();

async function know(topic: Topic, plain: AnyScenario): Promise<KnownRun> {
  const scenario = await ready(plain);
  const frames = unfold(scenario, mainRun(scenario));
  return {
    topic,
    scenario,
    path: `/embed/${topic.id}/${scenario.id}/`,
    frames,
    last: frames.length - 1,
    labels: labelFrames(scenario, frames),
    captionAt: (index) => {
      const { state, events } = frames[index]!;
      return scenario.engine.caption(state, events);
    },
  };
}

export function knownRun(topic: Topic, scenario: AnyScenario): Promise<KnownRun> {
  const key = `${topic.id}/${scenario.id}`;
  const known = unfolded.get(key) ?? know(topic, scenario);
  unfolded.set(key, known);
  return known;
}

/** The frames of a run that have pages of their own: its first, and each that has a label. */
export function drawnAhead({ path, labels }: KnownRun): readonly (readonly [string, number])[] {
  const labelled = Object.entries(labels).map(([label, at]) => [`${path}${label}/`, at] as const);
  return [[path, 0], ...labelled];
}

/** Every scenario's page, known without running an engine. */
export const listed = topics.flatMap((topic) =>
  topic.scenarios.map((scenario) => ({
    topic,
    scenario,
    path: `/embed/${topic.id}/${scenario.id}/`,
  })),
);

/** The first few scenarios of each kind of figure: what tests look at that would tell the same of more. */
export function representatives(each: number): typeof listed {
  const seen = new Map<string, number>();
  return listed.filter(({ topic, scenario }) => {
    const kind = `${topic.id}/${scenario.figures[0]}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    return seen.get(kind)! <= each;
  });
}

/** The run that tests of the player use: the first one that there is. */
export function subject(): Promise<KnownRun> {
  const [topic] = topics;
  return knownRun(topic!, topic!.scenarios[0]!);
}

export const articles = [...new Set(topics.map((topic) => `/articles/${topic.article}/`))];
export const galleries = ['/figures/', ...topics.map(({ id }) => `/figures/${id}/`)];
export const plainPages = ['/', ...galleries, '/about/', '/slides/', ...articles];
