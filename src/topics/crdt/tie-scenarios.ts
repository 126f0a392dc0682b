import type { AnyScenario } from '../../lab/engine.ts';
import { textOf } from './engine/algorithm.ts';
import { STORIES } from './engine/stories.ts';
import { ALL, begins, merged, type SessionFrame, syncAll, syncs, told } from './told.ts';

const ends = merged(1);

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
    summary: 'Three fans in one, or three chains that stay apart, in every order of ids.',
    labels: { start: begins, offline: syncs, merged: ends },
    minor: true,
    figures: ['Order', 'Score'],
    poster: 'merged',
  },
);

const laptop = told(
  {
    script: STORIES['laptop-and-phone'],
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
    figures: ['Order', 'Score'],
    poster: 'merged',
  },
);

const laptopSwapped = told(
  {
    script: STORIES['laptop-and-phone'],
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

const figure6 = told(
  { script: STORIES['figure-6-words'], after: [syncAll(3)], algorithms: ALL, detail: 'letters' },
  {
    id: 'figure-6',
    title: 'A word that two neighbours want',
    summary: 'Old was typed behind The and before cat; it can stand beside one of them only.',
    labels: { start: begins, offline: syncs, merged: ends },
    figures: ['Score', 'Order'],
    poster: 'merged',
  },
);

const figure7 = told(
  { script: STORIES['figure-7'], after: [syncAll(5)], algorithms: ALL, detail: 'letters' },
  {
    id: 'figure-7',
    title: 'Fugue against FugueMax',
    summary: 'Five letters by five authors, and one pair that Fugue tears apart for no reason.',
    labels: { start: begins, offline: syncs, merged: ends },
    figures: ['Score', 'Order'],
    poster: 'merged',
  },
);

const figure7Words = told(
  { script: STORIES['figure-7-words'], after: [syncAll(5)], algorithms: ALL, detail: 'letters' },
  {
    id: 'figure-7-words',
    title: 'Fugue against FugueMax, in words',
    summary: 'The big old dog cat, or The old big dog cat: by what each word was typed before.',
    labels: { start: begins, offline: syncs, merged: ends },
    minor: true,
    figures: ['Score', 'Order'],
    poster: 'merged',
  },
);

/** Stories in which ids decide, or two neighbours want one place. */
export const tieScenarios: readonly AnyScenario[] = [
  threeWords,
  laptop,
  laptopSwapped,
  figure6,
  figure7,
  figure7Words,
];
