import type { LetterView, TreeOptions } from './tree-view.ts';

/** What a panel says besides its letters. The first that has room is shown. */
export interface PanelWords {
  readonly title: string;
  readonly aside: string;
  /** The rule in one sentence. */
  readonly says: readonly string[];
  /** How the tree is read. */
  readonly reads: readonly string[];
  /** What can be seen in it: lines, for each width. */
  readonly note: readonly (readonly string[])[];
}

interface Fixed {
  readonly title: string;
  readonly aside: string;
  readonly says: readonly string[];
  readonly reads: readonly string[];
}

const INORDER = ['› read in order: left, letter, right', '› in order: left, letter, right'];

const FIXED: Readonly<Record<string, Fixed>> = {
  'causal-tree': {
    title: 'Causal tree',
    aside: 'with Lamport timestamps',
    says: [
      'A letter hangs under the letter it was typed after.',
      'A letter hangs under the one it was typed after.',
    ],
    reads: [
      '› read in preorder: parent, then children left to right',
      '› preorder: parent, then children left to right',
    ],
  },
  rga: {
    title: 'RGA',
    aside: 'the same order, kept as a list',
    says: [
      'Behind the letter it was typed after, a letter skips all that are later.',
      'A letter skips all that are later than itself.',
    ],
    reads: ['› the list is the text', '› the list is the text'],
  },
  yata: {
    title: 'YATA',
    aside: 'as in Yjs',
    says: [
      'A letter keeps both neighbours it was typed between.',
      'A letter keeps both neighbours it had.',
    ],
    reads: ['› the list is the text', '› the list is the text'],
  },
  fugue: {
    title: 'Fugue',
    aside: '',
    says: [
      'A letter hangs to the right of one neighbour, or to the left of the other.',
      'A letter hangs right of one neighbour, or left of the other.',
    ],
    reads: INORDER,
  },
  'fugue-max': {
    title: 'FugueMax',
    aside: '',
    says: [
      'As Fugue, but right siblings go by what they were typed before, the last first.',
      'As Fugue; right siblings go by what is right of them.',
    ],
    reads: INORDER,
  },
};

const COUNTS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');
const counted = (n: number) => COUNTS[n] ?? String(n);

/** The children of the node that has most of them, and on one side if sides differ. */
function mostSiblings(letters: readonly LetterView[], sided: boolean): readonly LetterView[] {
  const groups = new Map<string, LetterView[]>();
  for (const letter of letters) {
    const key = sided ? `${letter.parent} ${letter.side}` : letter.parent;
    groups.set(key, [...(groups.get(key) ?? []), letter]);
  }
  return [...groups.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
}

function causalNote(letters: readonly LetterView[]): PanelWords['note'] {
  const siblings = mostSiblings(letters, false);
  if (siblings.length < 3) return [];
  const n = counted(siblings.length);
  const short = [`${n} siblings:`, 'latest time first,', 'then larger id'];
  const allAtStart =
    letters.length === siblings.length && letters.every((l) => l.leftOrigin === '');
  if (!allAtStart) return [short];
  return [
    [`all ${n} typed at the start:`, `${n} siblings, latest time`, 'first, then larger id'],
    short,
  ];
}

/** Why two right siblings of different authors stand as they do. */
function fugueNote(letters: readonly LetterView[]): PanelWords['note'] {
  const siblings = mostSiblings(letters, true);
  const [a, b] = siblings;
  if (!a || !b || siblings.some(({ hidden }) => hidden)) return [];
  const ids = `${a.author.badge} < ${b.author.badge}`;
  return [[`id ${ids}: ${a.value} before ${b.value}`], [`${ids}: ${a.value} before ${b.value}`]];
}

export function panelWords(
  algorithm: string,
  letters: readonly LetterView[],
  { title, aside, says }: TreeOptions,
): PanelWords {
  const fixed = FIXED[algorithm] ?? { title: algorithm, aside: '', says: [], reads: [] };
  const note =
    algorithm === 'causal-tree'
      ? causalNote(letters)
      : algorithm === 'fugue'
        ? fugueNote(letters)
        : [];
  return {
    title: title ?? fixed.title,
    aside: aside ?? fixed.aside,
    says: says === undefined ? fixed.says : says === '' ? [] : [says],
    reads: fixed.reads,
    note,
  };
}
