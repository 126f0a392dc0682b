import type { Script, ScriptStep } from './script.ts';
import { STORIES } from './stories.ts';

/** The algorithms whose texts are told apart; RGA's are the causal tree's. */
export type Column = 'causal-tree' | 'fugue' | 'fugue-max' | 'yata';

/** A short story with its ending, in every algorithm. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly script: Script;
  readonly texts: Readonly<Record<Column, string>>;
}

/** Everybody sends to the last listed, who sends everything back. */
export function everybodySyncs(replicas: readonly string[]): readonly ScriptStep[] {
  const last = replicas.at(-1)!;
  const others = replicas.slice(0, -1);
  return [
    ...others.map((name): ScriptStep => ({ send: [name, last] })),
    ...others.map((name): ScriptStep => ({ send: [last, name] })),
  ];
}

function synced({ replicas, steps }: Script): Script {
  return { replicas, steps: [...steps, ...everybodySyncs(replicas)] };
}

/** All but the causal tree end alike. */
function endings(causalTree: string, others: string): Preset['texts'] {
  return { 'causal-tree': causalTree, fugue: others, 'fugue-max': others, yata: others };
}

const breadAndCakes: readonly Preset[] = [
  {
    id: 'forward',
    title: 'Two words typed forwards',
    script: synced(STORIES.forward),
    texts: endings('cakesbread', 'breadcakes'),
  },
  {
    id: 'backward',
    title: 'Two words typed backwards',
    script: synced(STORIES.backward),
    texts: endings('cbarkeeasd', 'breadcakes'),
  },
  {
    id: 'backward-swapped',
    title: 'Two words typed backwards, ids swapped',
    script: synced(STORIES['backward-swapped']),
    texts: endings('bcraekaeds', 'cakesbread'),
  },
  {
    id: 'prepended-lists',
    title: 'Two shopping lists, prepended line by line',
    script: synced(STORIES['prepended-lists']),
    texts: endings(
      'FRUIT:BAKERY:apples;bread;cake;bananas;',
      'FRUIT:apples;bananas;BAKERY:bread;cake;',
    ),
  },
];

const laptopAndPhone: Preset = {
  id: 'laptop-and-phone',
  title: 'One author at two devices, another at one',
  script: synced(STORIES['laptop-and-phone']),
  texts: { 'causal-tree': 'abx', fugue: 'xab', 'fugue-max': 'xab', yata: 'axb' },
};

const figure6: readonly Preset[] = [
  {
    id: 'figure-6',
    title: 'Figure 6: a letter that two neighbours want',
    script: synced(STORIES['figure-6']),
    texts: endings('CBAX', 'AXBC'),
  },
  {
    id: 'figure-6-words',
    title: 'Figure 6 in words',
    script: synced(STORIES['figure-6-words']),
    texts: endings('cat dog The old ', 'The old dog cat '),
  },
];

const figures7: readonly Preset[] = [
  {
    id: 'figure-7-agree',
    title: 'Figure 7, in the order of ids that hides it',
    script: synced(STORIES['figure-7-agree']),
    texts: { ...endings('CBAYX', 'AXYBC') },
  },
  {
    id: 'figure-7',
    title: 'Figure 7: Fugue against FugueMax',
    script: synced(STORIES['figure-7']),
    texts: { 'causal-tree': 'CBAXY', fugue: 'AYXBC', 'fugue-max': 'AXYBC', yata: 'AYXBC' },
  },
  {
    id: 'figure-7-words',
    title: 'Figure 7 in words',
    script: synced(STORIES['figure-7-words']),
    texts: {
      'causal-tree': 'cat dog The old big ',
      fugue: 'The big old dog cat ',
      'fugue-max': 'The old big dog cat ',
      yata: 'The big old dog cat ',
    },
  },
];

export const PRESETS: readonly Preset[] = [
  ...breadAndCakes,
  laptopAndPhone,
  ...figure6,
  ...figures7,
];
