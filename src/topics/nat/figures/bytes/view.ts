import type { Frame } from '../../../../lab/engine.ts';
import { readingOf, sealsOf } from '../../engine/reading/engine.ts';
import type { ReadingAction, ReadingEvent, ReadingState } from '../../engine/reading/types.ts';
import { bytesOf } from '../../engine/stun/bytes.ts';
import type { Field } from '../../engine/stun/message.ts';

export type ReadingFrame = Frame<ReadingState, ReadingAction, ReadingEvent>;

export interface ByteView {
  readonly at: number;
  readonly hex: string;
  readonly field: number;
  readonly read: boolean;
  readonly here: boolean;
  /** One of its bits was flipped. */
  readonly flipped: boolean;
  /** It is in the mask of the field that is read. */
  readonly mask: boolean;
}

/** Bytes of one attribute, or of the header, that stand together. */
export interface GroupView {
  readonly name: string;
  readonly from: number;
}

export interface XorRow {
  readonly name: string;
  readonly bytes: readonly string[];
}

export interface BytesView {
  readonly bytes: readonly ByteView[];
  readonly groups: readonly GroupView[];
  readonly fields: readonly Field[];
  readonly current: number;
  /** The lines of the sum, as far as it is uncovered. */
  readonly sum: readonly XorRow[];
  readonly seals: readonly { readonly name: string; readonly holds: boolean }[];
  readonly fault: { readonly at: number; readonly words: string } | null;
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

export function bytesView({ state }: ReadingFrame): BytesView {
  const reading = readingOf(state);
  const { fields } = reading;
  const here = fields[state.field];
  const bytes = [...bytesOf(state.message)].map((byte, at): ByteView => {
    const field = fields.findIndex(({ from, to }) => at >= from && at < to);
    const mask = here?.xor?.maskAt;
    return {
      at,
      hex: hex(byte),
      field,
      read: field >= 0 && field <= state.field,
      here: field >= 0 && field === state.field,
      flipped: state.flipped !== null && Math.floor(state.flipped / 8) === at,
      mask: !!mask && at >= mask.from && at < mask.to,
    };
  });
  const { integrity, fingerprint } = sealsOf(state);
  const whole = state.field >= fields.length - 1 || state.flipped !== null;
  return {
    bytes,
    groups: groupsOf(fields),
    fields,
    current: state.field,
    sum: here?.xor ? sumOf(here, state.uncovered) : [],
    seals: whole
      ? [
          ...(integrity === null ? [] : [{ name: 'Integrity', holds: integrity }]),
          ...(fingerprint === null ? [] : [{ name: 'Fingerprint', holds: fingerprint }]),
        ]
      : [],
    fault: reading.ok ? null : { at: reading.offset, words: reading.reason },
  };
}

function sumOf({ xor }: Field, uncovered: number): readonly XorRow[] {
  const { raw, mask, result } = xor!;
  return [
    { name: 'sent', bytes: [...raw].map(hex) },
    { name: 'mask', bytes: [...mask].map(hex) },
    { name: 'is', bytes: [...result].map((byte, i) => (i < uncovered ? hex(byte) : '··')) },
  ];
}

/** The header, and each attribute by the first words of its type’s meaning. */
function groupsOf(fields: readonly Field[]): readonly GroupView[] {
  const groups: GroupView[] = [{ name: 'Header', from: 0 }];
  for (const { name, from, meaning } of fields) {
    if (name !== 'Attribute type') continue;
    const word = /^0x[0-9a-f]+, ([A-Z0-9-]+)/.exec(meaning)?.[1] ?? meaning.slice(0, 6);
    groups.push({ name: word, from });
  }
  return groups;
}
