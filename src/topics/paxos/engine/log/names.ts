export { capital, inWords, memberName, membersNames } from '../game/names.ts';

/** Names as captions and refusals use them. Slots are counted from 1 in words. */
export const ballotName = (ballot: number): string => `ballot ${ballot}`;
export const slotName = (slot: number, first = false): string =>
  `${first ? 'Slot' : 'slot'} ${slot + 1}`;

/** "1", "1 and 2", "1, 2 and 4", and "1 to 4" for a run of three and more. */
export function slotList(slots: readonly number[]): string {
  const numbers = slots.map((slot) => slot + 1);
  const last = numbers.at(-1)!;
  if (numbers.length > 2 && last - numbers[0]! === numbers.length - 1)
    return `${numbers[0]} to ${last}`;
  if (numbers.length === 1) return String(last);
  return `${numbers.slice(0, -1).join(', ')} and ${last}`;
}

/** "slot 3", "slots 1 and 2". */
export const slotsName = (slots: readonly number[]): string =>
  `${slots.length === 1 ? 'slot' : 'slots'} ${slotList(slots)}`;
