import type { BrokenRule } from './engine/spec/types.ts';

/** The rules that a reader can switch off, each said as what happens without it. */
export const RULES_OFF: Readonly<Record<BrokenRule, string>> = {
  'skip-phase-1': 'Leaders propose without asking',
  equivocate: 'A leader proposes two colours',
  'ignore-votes': 'Leaders ignore reported votes',
  'omit-votes': 'Promises report no votes',
  'break-promise': 'Promises are not kept',
  'copy-any': 'Copy any vote, not the highest',
  amnesia: 'A crash forgets',
};
