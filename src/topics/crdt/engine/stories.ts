import type { Script, ScriptStep } from './script.ts';

/** A story without its last sync. */
function story(replicas: readonly string[], steps: readonly ScriptStep[]): Script {
  return { replicas, steps };
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

/** What everybody types in each of the presets, before everything is synced. */
export const STORIES = {
  forward: story(TWO, [forward('Ada', 'bread'), forward('Ben', 'cakes')]),
  backward: story(TWO, [backward('Ada', 'bread'), backward('Ben', 'cakes')]),
  'backward-swapped': story(TWO_SWAPPED, [backward('Ada', 'bread'), backward('Ben', 'cakes')]),
  'prepended-lists': story(TWO, [
    ...['bananas;', 'apples;', 'FRUIT:'].map((line) => forward('Ada', line)),
    ...['cake;', 'bread;', 'BAKERY:'].map((line) => forward('Ben', line)),
  ]),
  'laptop-and-phone': story(THREE, [
    forward('Cleo', 'b'),
    { send: ['Cleo', 'Ada'] },
    forward('Ada', 'a'),
    forward('Ben', 'x'),
  ]),
  'figure-6': story(THREE, [
    forward('Ada', 'A'),
    forward('Ben', 'B'),
    forward('Cleo', 'C'),
    { send: ['Cleo', 'Ada'] },
    behind('Ada', 'A', 'X'),
  ]),
  'figure-6-words': story(THREE, [
    forward('Ada', 'The '),
    forward('Ben', 'dog '),
    forward('Cleo', 'cat '),
    { send: ['Cleo', 'Ada'] },
    behind('Ada', 'The ', 'old '),
  ]),
  'figure-7-agree': figure7(['Ada', 'Ben', 'Cleo', 'Dan', 'Eve'], LETTERS),
  'figure-7': figure7(['Ada', 'Ben', 'Cleo', 'Eve', 'Dan'], LETTERS),
  'figure-7-words': figure7(['Ada', 'Ben', 'Cleo', 'Eve', 'Dan'], {
    A: 'The ',
    B: 'dog ',
    C: 'cat ',
    X: 'old ',
    Y: 'big ',
  }),
} satisfies Readonly<Record<string, Script>>;
