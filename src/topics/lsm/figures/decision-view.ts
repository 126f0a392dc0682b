import type { SimState, Table } from '../engine/sim/types.ts';
import { compactionScores, type Decision } from '../engine/tree/picker.ts';
import { levelBytes, maxBytesForLevel, totalBytes } from '../engine/tree/version.ts';
import { formatBytes, formatShare } from './format.ts';
import { keyTicks, mergeOf, type SimFrame } from './sim-view.ts';

export type Role =
  | 'seed'
  | 'overlapping'
  | 'expanded'
  | 'boundary'
  | 'lower'
  | 'grandparent'
  | 'none';

export interface RoleFile {
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly role: Role;
}

export interface ScoreBar {
  readonly level: number;
  readonly score: number;
  /** "5 of 4 files", "176 of 160 KB". */
  readonly note: string;
  readonly chosen: boolean;
}

export interface DecisionView {
  readonly scores: readonly ScoreBar[];
  /** The levels that the decision looked at; none while nothing is due. */
  readonly lanes: readonly {
    readonly level: number;
    readonly what: string;
    readonly files: readonly RoleFile[];
  }[];
  /** Where the level's pointer stood before the pick, as a share of the key space. */
  readonly pointer: number | null;
  readonly range: { readonly from: number; readonly to: number } | null;
  /** The rules in the order they were applied, each with what it said. */
  readonly rules: readonly { readonly name: string; readonly said: string }[];
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** The decision that a frame is about, or the scores alone where none is due. */
export function decisionView(
  { state, events, index }: SimFrame,
  frames: readonly SimFrame[],
): DecisionView {
  const picked = events.find((e) => e.kind === 'picked');
  const decision = picked?.kind === 'picked' ? picked.decision : (mergeOf(state)?.decision ?? null);
  const keys = state.config.keys;
  const ticks = keyTicks(state);
  // A merge shows the decision it carries out; the version is still the one picked from.
  const scores = scoreBars(state, decision);
  if (!decision) {
    const { level } = leader(scores);
    const at = state.pointers[level]?.user ?? null;
    return {
      scores,
      lanes: lanesOf(state, level, () => 'none'),
      pointer: at === null ? null : at / keys,
      range: null,
      rules: idleRules(scores, state),
      ticks,
    };
  }
  const before = pointerBefore(decision, frames, index);
  return {
    scores,
    lanes: lanesOf(state, decision.level, (table) => roleOf(table, decision)),
    pointer: before === null ? null : before / keys,
    range: rangeOfInputs(decision, keys),
    rules: rulesOf(state, decision, before),
    ticks,
  };
}

function scoreBars(state: SimState, decision: Decision<Table> | null): readonly ScoreBar[] {
  const { options } = state.config;
  const scores = decision?.scores ?? compactionScores(state.version, options);
  const deepest = Math.max(
    1,
    state.version.levels.findLastIndex((f) => f.length > 0),
  );
  return scores.slice(0, Math.min(deepest + 1, scores.length)).map((score, level) => ({
    level,
    score,
    note:
      level === 0
        ? `${state.version.levels[0]!.length} of ${options.level0Trigger} files`
        : formatShare(levelBytes(state.version, level), maxBytesForLevel(level, options)),
    chosen: decision?.level === level,
  }));
}

/** The pointer as it stood before the pick: the frame that picked replaced it. */
function pointerBefore(
  decision: Decision<Table>,
  frames: readonly SimFrame[],
  index: number,
): number | null {
  for (let i = index; i >= 0; i--) {
    const picked = frames[i]!.events.some((e) => e.kind === 'picked' && e.decision === decision);
    if (picked) return frames[i - 1]?.state.pointers[decision.level]?.user ?? null;
  }
  return null;
}

function roleOf(table: Table, decision: Decision<Table>): Role {
  const within = (files: readonly Table[]) => files.some((f) => f.number === table.number);
  if (table.number === decision.seed.number) return 'seed';
  if (within(decision.expanded)) return 'expanded';
  if (within(decision.boundary)) return 'boundary';
  if (within(decision.inputs[0])) return 'overlapping';
  if (within(decision.inputs[1])) return 'lower';
  if (within(decision.grandparents)) return 'grandparent';
  return 'none';
}

function lanesOf(
  state: SimState,
  level: number,
  role: (table: Table) => Role,
): DecisionView['lanes'] {
  const { keys } = state.config;
  const lane = (at: number, what: string) => ({
    level: at,
    what,
    files: (state.version.levels[at] ?? []).map((table) => ({
      number: table.number,
      from: table.smallest.user / keys,
      to: (table.largest.user + 1) / keys,
      role: role(table),
    })),
  });
  const lanes = [lane(level, 'highest score'), lane(level + 1, 'merged with')];
  const below = lane(level + 2, 'grandparents');
  return below.files.length > 0 ? [...lanes, below] : lanes;
}

function rangeOfInputs({ inputs }: Decision<Table>, keys: number): DecisionView['range'] {
  const files = inputs.flat();
  return {
    from: Math.min(...files.map((f) => f.smallest.user)) / keys,
    to: (Math.max(...files.map((f) => f.largest.user)) + 1) / keys,
  };
}

const names = (files: readonly Table[]) => files.map((f) => `#${f.number}`).join(', ');

const leader = (scores: readonly ScoreBar[]) =>
  scores.reduce((a, b) => (b.score > a.score ? b : a));

/** Where nothing is picked yet, what each rule will ask. */
function idleRules(scores: readonly ScoreBar[], state: SimState): DecisionView['rules'] {
  const best = leader(scores);
  const { maxFileBytes } = state.config.options;
  return [
    {
      name: 'Score',
      said:
        best.score >= 1
          ? `L${best.level} leads with ${best.score.toFixed(2)} and will be compacted next.`
          : `The highest is L${best.level}’s ${best.score.toFixed(2)}. Below 1 nothing is compacted.`,
    },
    { name: 'File', said: 'In level 0 all that overlap; elsewhere the first after the pointer.' },
    { name: 'Below', said: 'Every overlapping file of the next level, whole.' },
    { name: 'Expansion', said: 'More files of the level, if that adds none below.' },
    {
      name: 'Output',
      said: `Files of ${formatBytes(maxFileBytes)}, cut sooner over too much of the level beneath.`,
    },
  ];
}

function rulesOf(
  state: SimState,
  decision: Decision<Table>,
  pointer: number | null,
): DecisionView['rules'] {
  const { level, scores, seed, wrapped, overlapping, inputs, boundary } = decision;
  const rules = [
    {
      name: 'Score',
      said: `L${level} has the highest score, ${scores[level]!.toFixed(2)}, and it is at least 1.`,
    },
    { name: 'File', said: fileRule(level, seed, wrapped, pointer, overlapping) },
    {
      name: 'Below',
      said:
        inputs[1].length === 0
          ? `No file of L${level + 1} overlaps.`
          : `Every overlapping file of L${level + 1}, whole: ${names(inputs[1])}.`,
    },
    { name: 'Expansion', said: expansionRule(decision) },
  ];
  if (boundary.length > 0) {
    rules.push({
      name: 'Boundary',
      said: `${names(boundary)} shares a key with an input, so it comes too.`,
    });
  }
  return [...rules, { name: 'Output', said: outputRule(state, decision) }];
}

function fileRule(
  level: number,
  seed: Table,
  wrapped: boolean,
  pointer: number | null,
  overlapping: readonly Table[],
): string {
  if (level === 0) {
    const others = overlapping.length - 1;
    return others === 0
      ? `#${seed.number}, which overlaps no other file of level 0.`
      : `#${seed.number}, then every file that overlaps what is chosen so far: ${others} more.`;
  }
  if (pointer === null) return `#${seed.number}, the first: this level has no pointer yet.`;
  return wrapped
    ? `No file ends after the pointer at key ${pointer}, so it wraps to the first, #${seed.number}.`
    : `#${seed.number} is the first that ends after the pointer at key ${pointer}.`;
}

function expansionRule({ expansion, expanded, level }: Decision<Table>): string {
  switch (expansion) {
    case 'taken':
      return `${names(expanded)} of L${level} fits in without adding a file below.`;
    case 'too large':
      return `More of L${level} would fit, but all inputs together would pass 25 file sizes.`;
    case 'needs more below':
      return `More of L${level} would pull in another file of L${level + 1}, so it stays.`;
    case 'nothing to add':
      return `No further file of L${level} lies in the range.`;
  }
}

function outputRule(state: SimState, decision: Decision<Table>): string {
  const { options } = state.config;
  const weight = formatBytes(totalBytes(decision.grandparents));
  if (decision.trivialMove) {
    return `One file and nothing below it, with only ${weight} beneath: it moves unread.`;
  }
  const limit = formatBytes(options.grandparentFactor * options.maxFileBytes);
  return `Files of ${formatBytes(options.maxFileBytes)}, cut sooner if one would overlap ${limit} of L${decision.level + 2}.`;
}
