import type { AnyScenario } from '../../lab/engine.ts';
import { textOf } from './engine/algorithm.ts';
import { STORIES } from './engine/stories.ts';
import {
  ALL,
  arrives,
  begins,
  merged,
  type SessionFrame,
  settles,
  syncAll,
  syncs,
  told,
} from './told.ts';

const typed = ({ state }: SessionFrame): boolean =>
  state.networks[0]!.replicas.every(({ doc }) => doc.length >= 5);
const ends = merged(1);

const TREES = ['Trees', 'Editors', 'Score', 'Order'];

const backward = told(
  { script: STORIES.backward, after: [syncAll(2)], algorithms: ALL, detail: 'comparisons' },
  {
    id: 'backward',
    title: 'Both type backwards',
    summary: 'Bread and cakes, the last letter first: a causal tree shuffles them, Fugue does not.',
    labels: {
      start: begins,
      typed,
      'first-letter': arrives('s', 0),
      'last-letter': settles('c', 0),
      merged: ends,
    },
    questions: {
      shuffle: {
        text: 'Ada has typed bread and Ben cakes, each from the last letter to the first. What will a causal tree read after the sync?',
        at: 'typed',
        reveal: 'merged',
        choices: () => ['breadcakes', 'cakesbread', 'cbarkeeasd', 'sekacdaerb'],
        answer: ({ state }) => textOf(state.networks[0]!.replicas[0]!.doc),
      },
    },
    figures: TREES,
    poster: 'last-letter',
  },
);

const forward = told(
  { script: STORIES.forward, after: [syncAll(2)], algorithms: ALL, detail: 'comparisons' },
  {
    id: 'forward',
    title: 'Both type forwards',
    summary: 'The same words typed as they are read: both trees keep them whole.',
    labels: { start: begins, typed, 'first-letter': arrives('c', 0), merged: ends },
    figures: TREES,
    poster: 'merged',
  },
);

const mixed = told(
  {
    script: {
      replicas: ['Ada', 'Ben'],
      steps: [
        { replica: 'Ada', at: 0, type: 'bread', backward: true },
        { replica: 'Ben', at: 0, insert: 'cakes' },
      ],
    },
    after: [syncAll(2)],
    algorithms: ALL,
    detail: 'comparisons',
  },
  {
    id: 'mixed',
    title: 'One backwards, one forwards',
    summary:
      'A word typed forwards hangs by its first letter; it can be pushed into the other word.',
    labels: { start: begins, typed, merged: ends },
    minor: true,
    figures: TREES,
    poster: 'merged',
  },
);

const lists = told(
  { script: STORIES['prepended-lists'], after: [syncAll(2)], algorithms: ALL, detail: 'letters' },
  {
    id: 'shopping-lists',
    title: 'Two shopping lists, each line before the last',
    summary: 'Ada and Ben put line before line, offline; then they sync.',
    labels: { start: begins, offline: syncs, merged: ends },
    figures: ['Editors', 'Trees', 'Score'],
    poster: 'merged',
  },
);

const skewed = told(
  {
    script: {
      replicas: ['Ada', 'Ben'],
      steps: [
        { replica: 'Ada', at: 0, insert: 'warm-up' },
        { replica: 'Ada', at: 0, delete: 7 },
        { replica: 'Ada', at: 0, type: 'bread', backward: true },
        { replica: 'Ben', at: 0, type: 'cakes', backward: true },
      ],
    },
    after: [syncAll(2)],
    algorithms: ALL,
    detail: 'comparisons',
  },
  {
    id: 'skewed-clocks',
    title: 'Backwards, with clocks far apart',
    summary:
      'Ada’s clock is ahead of all of Ben’s, so that even a causal tree keeps the words whole.',
    labels: { start: begins, offline: syncs, merged: ends },
    minor: true,
    figures: TREES,
    poster: 'merged',
  },
);

const bothReplace = told(
  {
    script: {
      replicas: ['Ada', 'Ben'],
      steps: [
        { replica: 'Ada', at: 0, insert: 'tea' },
        { send: ['Ada', 'Ben'] },
        { replica: 'Ada', at: 0, delete: 3 },
        { replica: 'Ada', at: 0, insert: 'jam' },
        { replica: 'Ben', at: 0, delete: 3 },
        { replica: 'Ben', at: 0, insert: 'egg' },
      ],
    },
    after: [syncAll(2)],
    algorithms: ALL,
    detail: 'comparisons',
  },
  {
    id: 'both-replace',
    title: 'Both replace one word',
    summary:
      'Each deletes tea and types something else: both new words stay, and the ghost between.',
    labels: { start: begins, replaced: syncs, merged: merged(15) },
    minor: true,
    figures: TREES,
    poster: 'merged',
  },
);

const swapped = told(
  {
    script: STORIES.backward,
    after: [syncAll(2), { type: 'order', order: [1, 0] }],
    algorithms: ALL,
    detail: 'letters',
  },
  {
    id: 'backward-swapped',
    title: 'Both type backwards, and the ids are swapped',
    summary: 'Every tie falls the other way; the words shuffle as before.',
    labels: {
      start: begins,
      merged: ends,
      swapped: ({ events }: SessionFrame) => events.some(({ kind }) => kind === 'order'),
    },
    figures: ['Order', 'Trees'],
    poster: 'swapped',
  },
);

const blank = told(
  {
    script: { replicas: ['Ada', 'Ben'], steps: [] },
    algorithms: ALL,
    detail: 'letters',
    online: [true, true],
  },
  {
    id: 'blank',
    title: 'An empty text, for two',
    summary: 'Nothing is typed yet: that is yours to do.',
    labels: { start: begins },
    minor: true,
    figures: ['Editors', 'Trees', 'Score', 'Order'],
    poster: 'start',
  },
);

/** All that one engine runs: several authors, the same keystrokes in every algorithm. */
export const sessionScenarios: readonly AnyScenario[] = [
  backward,
  forward,
  mixed,
  lists,
  blank,
  skewed,
  bothReplace,
  swapped,
];
