import { membersOf } from './board.ts';
import type { Quorum } from './types.ts';

const VALUE_NAMES = ['green', 'blue', 'red'];

export function memberName(acceptor: number): string {
  return `R${acceptor}`;
}

export function valueName(value: number): string {
  return VALUE_NAMES[value] ?? `value ${value}`;
}

/** "R0", "R0 and R2", "R0, R1 and R2". */
export function setName(quorum: Quorum): string {
  const names = membersOf(quorum).map(memberName);
  if (names.length < 2) return names[0] ?? 'nobody';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
