import { capital, memberName } from '../spec/words.ts';

export { capital, memberName, setName, valueName } from '../spec/words.ts';

/** `R0`, `R0 and R2`, `R0, R2 and R3`. */
export function membersNames(members: readonly number[]): string {
  const names = members.map(memberName);
  if (names.length < 2) return names[0] ?? 'nobody';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

export function inWords(n: number): string {
  return NUMBERS[n] ?? String(n);
}

/** The first letter large, for the start of a sentence. */
export const upperFirst = capital;
