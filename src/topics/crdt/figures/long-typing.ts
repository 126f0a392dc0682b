import type { Typed } from '../engine/trace/engine.ts';

/** Whether the code unit there is the second half of a letter. */
const splits = (text: string, index: number): boolean => {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
};

/**
 * What changed in a text of a hundred thousand letters, where the caret is behind the change. Only
 * the change itself is looked at by letters: the rest is compared as it is.
 */
export function changeInLong(before: string, after: string, caret: number): Typed | null {
  if (before === after) return null;
  let behind = Math.min(after.length - caret, before.length);
  if (before.slice(before.length - behind) !== after.slice(after.length - behind)) behind = 0;
  let start = 0;
  const most = Math.min(before.length, after.length) - behind;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  const least = Math.min(before.length, after.length) - start;
  while (
    behind < least &&
    before.charCodeAt(before.length - 1 - behind) === after.charCodeAt(after.length - 1 - behind)
  ) {
    behind += 1;
  }
  if (splits(before, start) || splits(after, start)) start -= 1;
  if (splits(before, before.length - behind) || splits(after, after.length - behind)) behind -= 1;
  return {
    at: lettersIn(before, 0, start),
    remove: lettersIn(before, start, before.length - behind),
    text: after.slice(start, after.length - behind),
  };
}

/** Code points between two places; pairs are rare, so they are what is counted. */
export function lettersIn(text: string, from: number, to: number): number {
  let count = to - from;
  for (let i = from; i < to; i += 1) if (splits(text, i)) count -= 1;
  return count;
}
