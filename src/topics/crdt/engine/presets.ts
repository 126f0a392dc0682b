import type { Script, ScriptStep } from './script.ts';

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

function story(replicas: readonly string[], steps: readonly ScriptStep[]): Script {
  return { replicas, steps: [...steps, ...everybodySyncs(replicas)] };
}

/** All but the causal tree end alike. */
function endings(causalTree: string, others: string): Preset['texts'] {
  return { 'causal-tree': causalTree, fugue: others, 'fugue-max': others, yata: others };
}

const forward = (replica: string, insert: string): ScriptStep => ({ replica, at: 0, insert });
const backward = (replica: string, type: string): ScriptStep => ({
  replica,
  at: 0,
  type,
  backward: true,
});
const behind = (replica: string, after: string, insert: string): ScriptStep => ({
  replica,
  at: { after },
  insert,
});

/** Ada's id is the lowest, then Ben's, then Cleo's. */
const TWO = ['Ada', 'Ben'];
const TWO_SWAPPED = ['Ben', 'Ada'];
const THREE = ['Ada', 'Ben', 'Cleo'];

const breadAndCakes: readonly Preset[] = [
  {
    id: 'forward',
    title: 'Two words typed forwards',
    script: story(TWO, [forward('Ada', 'bread'), forward('Ben', 'cakes')]),
    texts: endings('cakesbread', 'breadcakes'),
  },
  {
    id: 'backward',
    title: 'Two words typed backwards',
    script: story(TWO, [backward('Ada', 'bread'), backward('Ben', 'cakes')]),
    texts: endings('cbarkeeasd', 'breadcakes'),
  },
  {
    id: 'backward-swapped',
    title: 'Two words typed backwards, ids swapped',
    script: story(TWO_SWAPPED, [backward('Ada', 'bread'), backward('Ben', 'cakes')]),
    texts: endings('bcraekaeds', 'cakesbread'),
  },
  {
    id: 'prepended-lists',
    title: 'Two shopping lists, prepended line by line',
    script: story(TWO, [
      ...['bananas;', 'apples;', 'FRUIT:'].map((line) => forward('Ada', line)),
      ...['cake;', 'bread;', 'BAKERY:'].map((line) => forward('Ben', line)),
    ]),
    texts: endings(
      'FRUIT:BAKERY:apples;bread;cake;bananas;',
      'FRUIT:apples;bananas;BAKERY:bread;cake;',
    ),
  },
];

const laptopAndPhone: Preset = {
  id: 'laptop-and-phone',
  title: 'One author at two devices, another at one',
  script: story(THREE, [
    forward('Cleo', 'b'),
    { send: ['Cleo', 'Ada'] },
    forward('Ada', 'a'),
    forward('Ben', 'x'),
  ]),
  texts: { 'causal-tree': 'abx', fugue: 'xab', 'fugue-max': 'xab', yata: 'axb' },
};

const figure6: readonly Preset[] = [
  {
    id: 'figure-6',
    title: 'Figure 6: a letter that two neighbours want',
    script: story(THREE, [
      forward('Ada', 'A'),
      forward('Ben', 'B'),
      forward('Cleo', 'C'),
      { send: ['Cleo', 'Ada'] },
      behind('Ada', 'A', 'X'),
    ]),
    texts: endings('CBAX', 'AXBC'),
  },
  {
    id: 'figure-6-words',
    title: 'Figure 6 in words',
    script: story(THREE, [
      forward('Ada', 'The '),
      forward('Ben', 'dog '),
      forward('Cleo', 'cat '),
      { send: ['Cleo', 'Ada'] },
      behind('Ada', 'The ', 'old '),
    ]),
    texts: endings('cat dog The old ', 'The old dog cat '),
  },
];

/** A, B and C by three authors; Dan saw A and C and types X behind A, Eve saw A and B and types Y there. */
function figure7(
  replicas: readonly string[],
  letters: Readonly<Record<'A' | 'B' | 'C' | 'X' | 'Y', string>>,
): Script {
  const { A, B, C, X, Y } = letters;
  return story(replicas, [
    forward('Ada', A),
    forward('Ben', B),
    forward('Cleo', C),
    { send: ['Ada', 'Dan'] },
    { send: ['Cleo', 'Dan'] },
    behind('Dan', A, X),
    { send: ['Ada', 'Eve'] },
    { send: ['Ben', 'Eve'] },
    behind('Eve', A, Y),
  ]);
}

const LETTERS = { A: 'A', B: 'B', C: 'C', X: 'X', Y: 'Y' };

const figures7: readonly Preset[] = [
  {
    id: 'figure-7-agree',
    title: 'Figure 7, in the order of ids that hides it',
    script: figure7(['Ada', 'Ben', 'Cleo', 'Dan', 'Eve'], LETTERS),
    texts: { ...endings('CBAYX', 'AXYBC') },
  },
  {
    id: 'figure-7',
    title: 'Figure 7: Fugue against FugueMax',
    script: figure7(['Ada', 'Ben', 'Cleo', 'Eve', 'Dan'], LETTERS),
    texts: { 'causal-tree': 'CBAXY', fugue: 'AYXBC', 'fugue-max': 'AXYBC', yata: 'AYXBC' },
  },
  {
    id: 'figure-7-words',
    title: 'Figure 7 in words',
    script: figure7(['Ada', 'Ben', 'Cleo', 'Eve', 'Dan'], {
      A: 'The ',
      B: 'dog ',
      C: 'cat ',
      X: 'old ',
      Y: 'big ',
    }),
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
