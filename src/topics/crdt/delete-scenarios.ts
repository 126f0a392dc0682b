import type { GenericSchema } from 'valibot';
import type { AnyScenario, CourseContext, Frame, Scenario } from '../../lab/engine.ts';
import { type Id, textOf } from './engine/algorithm.ts';
import { deletingEngine } from './engine/deleting/engine.ts';
import { explain } from './engine/deleting/legal.ts';
import type { Guarantee } from './engine/deleting/search.ts';
import type {
  Deed,
  DeleteRule,
  DeletingAction,
  DeletingConfig,
  DeletingEvent,
  DeletingState,
} from './engine/deleting/types.ts';

type DeletingScenario = Scenario<DeletingConfig, DeletingState, DeletingAction, DeletingEvent>;
export type DeletingFrame = Frame<DeletingState, DeletingAction, DeletingEvent>;

async function loadSchema(): Promise<GenericSchema<unknown, DeletingAction>> {
  return (await import('./delete-action-schema.ts')).deletingActionSchema;
}

/**
 * A story goes on where its deeds are all that was done so far: after another
 * rule was chosen too, but not after a deed of the reader's own.
 */
function storyOf(script: readonly Deed[]) {
  return (state: DeletingState, _: CourseContext): DeletingAction | null => {
    const told = script.slice(0, state.deeds.length);
    const next = script[state.deeds.length];
    if (!next || JSON.stringify(told) !== JSON.stringify(state.deeds)) return null;
    return explain(state, next) === null ? next : null;
  };
}

interface Told {
  readonly rule: DeleteRule;
  readonly text: string;
  readonly script: readonly Deed[];
}

const FIGURES = ['Deletes'];
/** More than the stories need, for what a reader adds to them. */
const ROOM = { letters: 9, deletions: 4 };

function told(
  { rule, text, script }: Told,
  named: Omit<
    DeletingScenario,
    'engine' | 'actionSchema' | 'config' | 'seed' | 'course' | 'limit' | 'figures'
  >,
): AnyScenario {
  const scenario: DeletingScenario = {
    engine: deletingEngine,
    actionSchema: loadSchema,
    config: { authors: ['Ada', 'Ben'], text, rule, bounds: ROOM },
    seed: 1,
    limit: 120,
    course: storyOf(script),
    figures: FIGURES,
    ...named,
  };
  return scenario as AnyScenario;
}

const id = (replica: number, counter: number): Id => ({ replica, counter });
const [ADA, BEN] = [0, 1];
/** In “cat”, which Ada has typed. */
const A = id(ADA, 2);
const [BENS_R, ADAS_DELETION] = [id(BEN, 1), id(ADA, 4)];

/** Ben types an r into “cat” while Ada deletes its a; then each hears of the other. */
const CART: readonly Deed[] = [
  { type: 'insert', author: BEN, after: A, value: 'r' },
  { type: 'delete', author: ADA, target: A },
  { type: 'deliver', to: ADA, operation: BENS_R },
  { type: 'deliver', to: BEN, operation: ADAS_DELETION },
];

const begins = ({ index }: DeletingFrame) => index === 0;
const after = (deeds: number) => (frame: DeletingFrame) => frame.state.deeds.length === deeds;
const LABELS = {
  start: begins,
  typed: after(1),
  deleted: after(2),
  'letter-arrives': after(3),
  merged: after(4),
};

const bothTexts = ({ state }: DeletingFrame) =>
  state.replicas.map(({ doc }) => textOf(doc)).join(' and ');

const QUESTIONS = {
  texts: {
    text: 'Ben has typed r behind a, and Ada has deleted a. What do the two read once both have heard of both?',
    at: 'deleted',
    reveal: 'merged',
    choices: () => ['crt and crt', 'c and c', 'rtc and rtc', 'rct and crt'],
    answer: bothTexts,
  },
};

const tombstone = told(
  { rule: 'tombstone', text: 'cat', script: CART },
  {
    id: 'delete-tombstone',
    title: 'Delete: leave a tombstone',
    summary: 'Ada deletes a letter while Ben types behind it: the ghost keeps its place.',
    labels: LABELS,
    questions: QUESTIONS,
    poster: 'letter-arrives',
  },
);

const drop = told(
  { rule: 'drop-children', text: 'cat', script: CART },
  {
    id: 'delete-drop-children',
    title: 'Delete: drop its children',
    summary: 'The rest of the word goes with the letter, and so does what Ben has typed behind it.',
    labels: LABELS,
    questions: QUESTIONS,
    poster: 'merged',
  },
);

const toRoot = told(
  { rule: 'reattach-to-root', text: 'cat', script: CART },
  {
    id: 'delete-to-start',
    title: 'Delete: hang its children on the start',
    summary: 'Nothing is lost and all agree, and the end of the word jumps to its beginning.',
    labels: LABELS,
    questions: QUESTIONS,
    poster: 'deleted',
  },
);

const toParent = told(
  { rule: 'reattach-to-parent', text: 'cat', script: CART },
  {
    id: 'delete-to-parent',
    title: 'Delete: hang its children on its parent',
    summary: 'Whoever hears of the deletion first no longer knows who that parent was.',
    labels: LABELS,
    questions: QUESTIONS,
    poster: 'merged',
  },
);

const siblings = told(
  {
    rule: 'reattach-to-parent',
    text: 'ac',
    script: [
      { type: 'insert', author: ADA, after: id(ADA, 1), value: 'b' },
      { type: 'insert', author: ADA, after: id(ADA, 2), value: 'd' },
      { type: 'delete', author: ADA, target: id(ADA, 2) },
    ],
  },
  {
    id: 'delete-among-siblings',
    title: 'Delete: a letter meets new siblings',
    summary: 'One author alone: hung on its grandparent, a letter is sorted in before another.',
    labels: { start: begins, typed: after(2), deleted: after(3) },
    minor: true,
    poster: 'deleted',
  },
);

/** What a search finds, as a run like any other. */
export function failingScenario(
  rule: DeleteRule,
  actions: readonly DeletingAction[],
  name: Pick<DeletingScenario, 'id' | 'title'>,
): AnyScenario {
  const script = actions.filter((action): action is Deed => action.type !== 'rule');
  return told(
    { rule, text: '', script },
    {
      ...name,
      summary: `The shortest history from an empty text that breaks it: ${script.length} steps.`,
      labels: { start: begins, broken: after(script.length) },
      minor: true,
      poster: 'broken',
    },
  );
}

const types = (author: number, value: string, behind: Id | null): Deed => ({
  type: 'insert',
  author,
  after: behind,
  value,
});
const reaches = (to: number, operation: Id): Deed => ({ type: 'deliver', to, operation });

/** What the search finds for each wrong rule; a test finds it anew and compares. */
export const SHORTEST: readonly {
  readonly rule: DeleteRule;
  readonly breaks: Guarantee;
  readonly script: readonly Deed[];
}[] = [
  {
    rule: 'drop-children',
    breaks: 'nothing is lost',
    script: [
      types(ADA, 'a', null),
      types(ADA, 'b', id(ADA, 1)),
      { type: 'delete', author: ADA, target: id(ADA, 1) },
    ],
  },
  {
    rule: 'reattach-to-root',
    breaks: 'nothing jumps',
    script: [
      types(ADA, 'a', null),
      types(ADA, 'b', null),
      types(ADA, 'c', id(ADA, 1)),
      { type: 'delete', author: ADA, target: id(ADA, 1) },
    ],
  },
  {
    rule: 'reattach-to-parent',
    breaks: 'convergence',
    script: [
      types(ADA, 'a', null),
      types(ADA, 'b', id(ADA, 1)),
      types(ADA, 'c', id(ADA, 2)),
      reaches(BEN, id(ADA, 1)),
      reaches(BEN, id(ADA, 2)),
      { type: 'delete', author: BEN, target: id(ADA, 2) },
      reaches(BEN, id(ADA, 3)),
      reaches(ADA, id(BEN, 1)),
    ],
  },
];

const TITLES: Readonly<Record<string, string>> = {
  'drop-children': 'The shortest way to lose a letter',
  'reattach-to-root': 'The shortest way to make a letter jump',
  'reattach-to-parent': 'The shortest way to end up apart',
};

/** By the engine of deletions; a figure of its own fetches them alone. */
export const deleteScenarios: readonly AnyScenario[] = [
  tombstone,
  drop,
  toRoot,
  toParent,
  siblings,
  ...SHORTEST.map(({ rule, script }) =>
    failingScenario(rule, script, { id: `shortest-${rule}`, title: TITLES[rule]! }),
  ),
];
