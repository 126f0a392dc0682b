import type { Label } from '../engine/valency.ts';

/** In words, for a name or a title. */
export const LABEL_WORDS: Readonly<Record<Label, string>> = {
  zero: 'only 0 can be decided',
  one: 'only 1 can be decided',
  bivalent: '0 and 1 can both be decided',
  conflicted: 'both have been decided',
  blocked: 'nothing can be decided any more',
  open: 'no decision within the bound',
};
