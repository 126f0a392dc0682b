import type { AnyScenario } from '../../lab/engine.ts';
import { textOf } from './engine/algorithm.ts';
import { PRESETS } from './engine/presets.ts';
import type { Script } from './engine/script.ts';
import type { AlgorithmId, SessionAction } from './engine/session/types.ts';
import { arrives, begins, merged, type SessionFrame, settles, syncs, told } from './told.ts';

const presetOf = (id: string): Script => {
  const preset = PRESETS.find((p) => p.id === id);
  if (!preset) throw new Error(`There is no preset ${id}.`);
  return preset.script;
};

/** A preset’s keystrokes, without the sending at its end: that is one sync of all here. */
function typing(id: string): Script {
  const { replicas, steps } = presetOf(id);
  return { replicas, steps: steps.slice(0, -2 * (replicas.length - 1)) };
}

/** All to the first author and back. */
const syncAll = (authors: number): SessionAction => ({
  type: 'sync',
  between: Array.from({ length: authors }, (_, i) => authors - 1 - i),
});

const ALL: readonly AlgorithmId[] = ['causal-tree', 'fugue', 'fugue-max', 'yata'];
const typed = ({ state }: SessionFrame): boolean =>
  state.networks[0]!.replicas.every(({ doc }) => doc.length >= 5);
const ends = merged(1);

const TREES = ['Trees', 'Editors', 'Score', 'Order'];

const backward = told(
  { script: typing('backward'), after: [syncAll(2)], algorithms: ALL, detail: 'comparisons' },
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
  { script: typing('forward'), after: [syncAll(2)], algorithms: ALL, detail: 'comparisons' },
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
  { script: typing('prepended-lists'), after: [syncAll(2)], algorithms: ALL, detail: 'letters' },
  {
    id: 'shopping-lists',
    title: 'Two shopping lists, each line before the last',
    summary: 'Ada and Ben put line before line, offline; then they sync.',
    labels: { start: begins, offline: syncs, merged: ends },
    figures: ['Editors', 'Trees', 'Score'],
    poster: 'merged',
  },
);

const threeWords = told(
  {
    script: {
      replicas: ['Ada', 'Ben', 'Cleo'],
      steps: [
        { replica: 'Ada', at: 0, type: 'tea', backward: true },
        { replica: 'Ben', at: 0, type: 'jam', backward: true },
        { replica: 'Cleo', at: 0, type: 'egg', backward: true },
      ],
    },
    after: [syncAll(3)],
    algorithms: ALL,
    detail: 'comparisons',
  },
  {
    id: 'three-words',
    title: 'Three words at once, backwards',
    summary: 'Three fans under one root, and three chains that stay apart.',
    labels: { start: begins, offline: syncs, merged: ends },
    minor: true,
    figures: TREES,
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

const laptop = told(
  {
    script: typing('laptop-and-phone'),
    after: [syncAll(3)],
    algorithms: ALL,
    detail: 'comparisons',
  },
  {
    id: 'laptop-and-phone',
    title: 'A laptop, a phone, and somebody else',
    summary: 'One author types b on one device and a before it on another; YATA lets an x between.',
    labels: { start: begins, offline: syncs, merged: ends },
    questions: {
      between: {
        text: 'Cleo’s b is at Ada’s, and a was typed before it. Ben has typed an x alone. Which algorithm will put the x between a and b?',
        at: 'offline',
        reveal: 'merged',
        choices: ({ state }) => [...state.networks.map(({ algorithm }) => algorithm.title), 'None'],
        answer: ({ state }) =>
          state.networks.find(({ replicas }) => textOf(replicas[0]!.doc) === 'axb')?.algorithm
            .title ?? 'None',
      },
    },
    figures: ['Order', 'Trees', 'Score'],
    poster: 'merged',
  },
);

const laptopSwapped = told(
  {
    script: typing('laptop-and-phone'),
    after: [syncAll(3), { type: 'order', order: [1, 0, 2] }],
    algorithms: ALL,
    detail: 'letters',
  },
  {
    id: 'laptop-swapped',
    title: 'The same, and then the ids are swapped',
    summary: 'With other ids the anomaly is gone: nothing about it was in the text.',
    labels: {
      start: begins,
      merged: ends,
      swapped: ({ events }: SessionFrame) => events.some(({ kind }) => kind === 'order'),
    },
    minor: true,
    figures: ['Order'],
    poster: 'swapped',
  },
);

const swapped = told(
  {
    script: typing('backward'),
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

const FIGURES_6_7 = ['Score', 'Trees', 'Order'];

const figure6 = told(
  { script: typing('figure-6-words'), after: [syncAll(3)], algorithms: ALL, detail: 'letters' },
  {
    id: 'figure-6',
    title: 'A word that two neighbours want',
    summary: 'Old was typed behind The and before cat; it can stand beside one of them only.',
    labels: { start: begins, offline: syncs, merged: ends },
    figures: FIGURES_6_7,
    poster: 'merged',
  },
);

const figure7 = told(
  { script: typing('figure-7'), after: [syncAll(5)], algorithms: ALL, detail: 'letters' },
  {
    id: 'figure-7',
    title: 'Fugue against FugueMax',
    summary: 'Five letters by five authors, and one pair that Fugue tears apart for no reason.',
    labels: { start: begins, offline: syncs, merged: ends },
    figures: FIGURES_6_7,
    poster: 'merged',
  },
);

const figure7Words = told(
  { script: typing('figure-7-words'), after: [syncAll(5)], algorithms: ALL, detail: 'letters' },
  {
    id: 'figure-7-words',
    title: 'Fugue against FugueMax, in words',
    summary: 'The big old dog cat, or The old big dog cat: by what each word was typed before.',
    labels: { start: begins, offline: syncs, merged: ends },
    minor: true,
    figures: FIGURES_6_7,
    poster: 'merged',
  },
);

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
      labels: { start: begins, offline: syncs, merged: ends },
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

const merges = [
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
    typing('laptop-and-phone'),
    'Between two origins, with ids where they are the same.',
  ),
  merge(
    'fugue-max',
    'FugueMax, step by step',
    typing('figure-7'),
    'Right siblings in the reverse order of what they were typed before.',
  ),
];

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

export const scenarios: readonly AnyScenario[] = [
  backward,
  forward,
  mixed,
  lists,
  blank,
  threeWords,
  skewed,
  bothReplace,
  laptop,
  laptopSwapped,
  swapped,
  figure6,
  figure7,
  figure7Words,
  ...merges,
];
