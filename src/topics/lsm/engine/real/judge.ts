import { compareInternal } from '../tree/keys.ts';
import type { BrokenRules, TreeOptions } from '../tree/options.ts';
import { completeInputs, type Decision, pickCompaction } from '../tree/picker.ts';
import type { CompactPointers, Version } from '../tree/types.ts';
import { applyChanges } from '../tree/version.ts';
import type { LoggedMerge } from './diary.ts';
import type { TakenInputs } from './edits.ts';
import type { RealFile, VersionEdit } from './version-edit.ts';

export type RealDecision = Decision<RealFile>;

/** Whether the store has the boundary rule, which LevelDB 1.20 lacks: known once it has mattered. */
export type BoundaryRule = 'unknown' | 'present' | 'absent';

/** What is known when an edit that takes files away comes up. */
export interface Question {
  /** The tree before the edit, and the recorded pointers. */
  readonly version: Version<RealFile>;
  readonly pointers: CompactPointers<string>;
  /** Flushes since the last compaction or move: any of them may have come after the pick. */
  readonly flushed: readonly { readonly level: number; readonly number: number }[];
  readonly edit: VersionEdit;
  readonly taken: TakenInputs;
  readonly move: boolean;
  /** The LOG's account of it, if there is one. */
  readonly merge: LoggedMerge | null;
  /** Whether there is a LOG at all. */
  readonly logged: boolean;
  readonly boundary: BoundaryRule;
  readonly options: TreeOptions;
  readonly rules: BrokenRules;
}

export interface Judgement {
  /** What our picker chose; `null` if no level was over its target. */
  readonly decision: RealDecision | null;
  readonly verdict: 'agree' | 'disagree';
  /** Why not, in words. */
  readonly why: string | null;
  /** Flushes left out of the tree that the picker saw. */
  readonly late: readonly number[];
  /** Whether the LOG told which those are, or the file numbers had to. */
  readonly basis: 'log' | 'file numbers';
  readonly boundary: BoundaryRule;
}

/** Asks our picker what it would have taken, and compares. */
export function judge(question: Question): Judgement {
  const { lates, basis } = lateFlushes(question);
  let first: Judgement | null = null;
  for (const late of lates) {
    const judgement = judgeWithout(question, late, basis);
    if (judgement.verdict === 'agree') return judgement;
    first ??= judgement;
  }
  return first!;
}

/**
 * The sets of flushes that may have come after the pick, likeliest first. The
 * LOG knows; a move is instant. Otherwise numbers tell, as they are handed out
 * in order: a flush with a number above the merge's first table is late, and
 * of the earlier ones any last few might be.
 */
function lateFlushes(question: Question): {
  lates: readonly (readonly number[])[];
  basis: Judgement['basis'];
} {
  const { flushed, merge, edit } = question;
  if (question.move) return { lates: [[]], basis: 'log' };
  const numbers = flushed.map(({ number }) => number);
  if (merge !== null) {
    const during = new Set(merge.flushes);
    return { lates: [numbers.filter((number) => during.has(number))], basis: 'log' };
  }
  const outputs = edit.added.map(({ file }) => file.number);
  const sure = numbers.filter((number) => number > Math.min(...outputs)).length;
  const lates: number[][] = [];
  for (let late = sure; late <= numbers.length; late++)
    lates.push(numbers.slice(numbers.length - late));
  return { lates, basis: 'file numbers' };
}

function judgeWithout(
  question: Question,
  late: readonly number[],
  basis: Judgement['basis'],
): Judgement {
  const unseen = question.flushed.filter(({ number }) => late.includes(number));
  const version = applyChanges(question.version, { deleted: unseen, added: [] });
  const ask = (rules: BrokenRules): RealDecision | null =>
    pickCompaction(version, question.pointers, question.options, rules);
  const agreed = (decision: RealDecision | null): decision is RealDecision =>
    decision !== null && difference(question, decision) === null;

  const without = { ...question.rules, skipBoundaryFiles: true };
  const decision = ask(question.boundary === 'absent' ? without : question.rules);
  const base = { late, basis, why: null };
  if (agreed(decision)) {
    // Where both rules come to the same files, nothing is learned of which one the store has.
    const matters =
      question.boundary === 'unknown' && decision.boundary.length > 0 && !agreed(ask(without));
    const boundary = matters ? ('present' as const) : question.boundary;
    return { ...base, decision, verdict: 'agree', boundary };
  }
  if (question.boundary === 'unknown') {
    const older = ask(without);
    if (agreed(older)) return { ...base, decision: older, verdict: 'agree', boundary: 'absent' };
  }
  const why = decision === null ? notOverTarget(question, version) : difference(question, decision);
  return { ...base, decision, verdict: 'disagree', why, boundary: question.boundary };
}

/** `null` if the picker named just what the store took, else what differs. */
function difference(question: Question, decision: RealDecision): string | null {
  const { taken, edit, merge } = question;
  const by = merge?.manual ? ' The LOG says that compactRange asked for it.' : '';
  if (decision.level !== taken.level)
    return `Our picker would have begun at level ${decision.level}, not ${taken.level}.${by}`;
  for (const below of [0, 1] as const) {
    const ours = decision.inputs[below].map(({ number }) => number);
    if (!sameNumbers(ours, taken.files[below]))
      return `Our picker would have taken other files of level ${taken.level + below}.${by}`;
  }
  if (decision.trivialMove !== question.move && !merge?.manual) {
    return question.move
      ? 'Our picker would have merged the file, not moved it.'
      : 'Our picker would have moved the file, not rewritten it.';
  }
  const recorded = edit.pointers.find(({ level }) => level === taken.level)?.key;
  const ours = decision.pointers[taken.level];
  if (recorded === undefined || !ours || compareInternal(recorded, ours) === 0) return null;
  return 'The files are the same, but the store left another compact pointer.';
}

/** The score did not ask for this compaction, so something else did. */
function notOverTarget(question: Question, version: Version<RealFile>): string {
  const reason = 'No level was over its target';
  const seed = seedThatExplains(question, version);
  const from =
    seed === null ? '' : ` Its other inputs follow from file ${seed} by the picker's own rules.`;
  if (question.merge?.manual)
    return `${reason}: the LOG says that compactRange asked for it.${from}`;
  if (question.merge !== null || (question.move && question.logged))
    return `${reason}: reads that kept missing in one file set off a seek compaction.${from}`;
  return `${reason}: a seek compaction or a manual one.${from}`;
}

function seedThatExplains(question: Question, version: Version<RealFile>): number | null {
  const { taken, options, rules } = question;
  for (const number of taken.files[0]) {
    const seed = version.levels[taken.level]?.find((file) => file.number === number);
    if (seed === undefined || taken.level === 0) continue;
    const { inputs } = completeInputs(version, taken.level, [seed], options, rules);
    const same = inputs.every((files, below) =>
      sameNumbers(
        files.map((file) => file.number),
        taken.files[below as 0 | 1],
      ),
    );
    if (same) return number;
  }
  return null;
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  const known = new Set(a);
  return b.every((number) => known.has(number));
}
