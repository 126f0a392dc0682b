import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { bytesOf, hexOf } from '../stun/bytes.ts';
import { type Decoded, decode, type Undecodable } from '../stun/decode.ts';
import { checkFingerprint, checkIntegrity, shortTermKey } from '../stun/integrity.ts';
import type { Field } from '../stun/message.ts';
import type { ReadingAction, ReadingConfig, ReadingEvent, ReadingState } from './types.ts';

/** What a message says; a message that says nothing says where it stops making sense. */
export const readingOf = ({ message }: ReadingState): Decoded | Undecodable =>
  decode(bytesOf(message));

export const fieldsOf = (state: ReadingState): readonly Field[] => readingOf(state).fields;

/** How many bytes of a field are covered by a mask. */
const covered = (field: Field | undefined): number => field?.xor?.raw.length ?? 0;

function explain(state: ReadingState, action: ReadingAction): string | null {
  const fields = fieldsOf(state);
  switch (action.type) {
    case 'next': {
      const here = fields[state.field];
      if (state.uncovered < covered(here)) return null;
      return state.field + 1 < fields.length ? null : 'That was the last field.';
    }
    case 'field':
      return fields[action.field] ? null : `There are ${fields.length} fields.`;
    case 'flip': {
      const bits = state.message.length * 4;
      const fits = Number.isInteger(action.bit) && action.bit >= 0 && action.bit < bits;
      if (!fits) return `The message has ${bits} bits.`;
      return state.flipped === null ? null : 'One bit is flipped already.';
    }
  }
}

/** The message with one bit turned over. */
function flipped(message: string, bit: number): string {
  const bytes = bytesOf(message);
  const at = Math.floor(bit / 8);
  bytes[at] = bytes[at]! ^ (0x80 >> (bit % 8));
  return hexOf(bytes);
}

interface Stepped {
  readonly state: ReadingState;
  readonly events: readonly ReadingEvent[];
}

function perform(state: ReadingState, action: ReadingAction): Stepped {
  if (action.type === 'flip') {
    const { bit } = action;
    return {
      state: {
        ...state,
        message: flipped(state.message, bit),
        flipped: bit,
        field: -1,
        uncovered: 0,
      },
      events: [{ kind: 'flip', bit }],
    };
  }
  const fields = fieldsOf(state);
  if (action.type === 'next' && state.uncovered < covered(fields[state.field])) {
    const uncovered = state.uncovered + 1;
    return {
      state: { ...state, uncovered },
      events: [{ kind: 'uncover', field: state.field, byte: uncovered }],
    };
  }
  const field = action.type === 'field' ? action.field : state.field + 1;
  return { state: { ...state, field, uncovered: 0 }, events: [{ kind: 'field', field }] };
}

/** What the seals say; `null` where the message has none, or cannot be read. */
export function sealsOf(state: ReadingState): {
  readonly integrity: boolean | null;
  readonly fingerprint: boolean | null;
} {
  const reading = readingOf(state);
  if (!reading.ok) return { integrity: null, fingerprint: null };
  const { password } = state.config;
  const integrity = password === null ? null : checkIntegrity(reading, shortTermKey(password));
  return {
    integrity: integrity?.holds ?? null,
    fingerprint: checkFingerprint(reading)?.holds ?? null,
  };
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

function caption(state: ReadingState, events: readonly ReadingEvent[]): string {
  const reading = readingOf(state);
  const bytes = state.message.length / 2;
  const [event] = events;
  if (event?.kind === 'flip') return flipWords(state, reading);
  const field = reading.fields[state.field];
  if (!field) return `A STUN message of ${bytes} bytes, as they came: nothing has been read yet.`;
  const where =
    field.to - field.from === 1 ? `Byte ${field.from}` : `Bytes ${field.from} to ${field.to - 1}`;
  if (event?.kind === 'uncover' && field.xor) {
    const i = event.byte - 1;
    const { raw, mask, result } = field.xor;
    const all = event.byte === raw.length ? ` All of it is ${uncoveredWords(field)}` : '';
    return `${hex(raw[i]!)} xor ${hex(mask[i]!)} is ${hex(result[i]!)}.${all}`;
  }
  const last = state.field === reading.fields.length - 1 && !field.xor;
  const seals = last ? sealWords(state) : '';
  return `${where}, ${field.name}: ${field.xor ? maskWords(field) : stopped(field.meaning)}${seals}`;
}

/** What a covered field means, without its sum, which the picture has. */
const uncoveredWords = ({ meaning }: Field): string =>
  / is [0-9a-f ]+, (.*)$/.exec(meaning)?.[1] ?? meaning;

const stopped = (words: string): string => (/[.”]$/.test(words) ? words : `${words}.`);

/** Why a field is covered. RFC 8489 §14.2, §14.7. */
function maskWords({ name }: Field): string {
  return /address|port/i.test(name)
    ? 'covered with a mask, so that a NAT that looks for addresses to rewrite finds none.'
    : 'a checksum, covered with “STUN” so that it is not taken for another protocol’s.';
}

function sealWords(state: ReadingState): string {
  const { integrity, fingerprint } = sealsOf(state);
  if (integrity === null && fingerprint === null) return '';
  const says = (holds: boolean) => (holds ? 'holds' : 'does not hold');
  const parts = [
    ...(integrity === null ? [] : [`its integrity ${says(integrity)}`]),
    ...(fingerprint === null ? [] : [`its fingerprint ${says(fingerprint)}`]),
  ];
  return ` Over the whole message, ${parts.join(', and ')}.`;
}

function flipWords(state: ReadingState, reading: Decoded | Undecodable): string {
  const bit = state.flipped!;
  const place = `Bit ${bit % 8} of byte ${Math.floor(bit / 8)} is flipped.`;
  if (!reading.ok) return `${place} ${reading.reason}`;
  return `${place} It can still be read.${sealWords(state)}`;
}

export const readingEngine: Engine<ReadingConfig, ReadingState, ReadingAction, ReadingEvent> = {
  init: (config) => ({ config, message: config.message, field: -1, uncovered: 0, flipped: null }),
  enabled(state) {
    const fields = fieldsOf(state);
    const offers: readonly ReadingAction[] = [
      { type: 'next' },
      ...fields.map((_, field) => ({ type: 'field' as const, field })),
      // One bit of each field: its lowest.
      ...fields.map(({ to }) => ({ type: 'flip' as const, bit: 8 * to - 1 })),
    ];
    return offers.filter((action) => explain(state, action) === null);
  },
  explain,
  step(state, action) {
    assertLegal(readingEngine, state, action);
    return perform(state, action);
  },
  caption,
  describe(state, action) {
    const fields = fieldsOf(state);
    if (action.type === 'next') return 'Read on';
    if (action.type === 'field') return `Look at ${fields[action.field]?.name ?? 'a field'}`;
    const byte = Math.floor(action.bit / 8);
    const field = fields.find(({ from, to }) => byte >= from && byte < to);
    return `Flip a bit of ${field?.name ?? `byte ${byte}`}`;
  },
  invariants: {
    'every byte is in one field': (state) => {
      const reading = readingOf(state);
      let at = 0;
      for (const { from, to } of reading.fields) {
        if (from !== at) return `Byte ${at} is in no field, or in two.`;
        at = to;
      }
      return reading.ok && at !== state.message.length / 2 ? `Byte ${at} is in no field.` : null;
    },
  },
  ticks: [
    { id: 'uncover', label: 'a byte is uncovered', tone: 'active', shape: 'bar' },
    { id: 'field', label: 'a field', tone: 'ink', shape: 'bar' },
    { id: 'flip', label: 'a bit is flipped', tone: 'danger', shape: 'triangle' },
  ],
  tick: ([event]) => event?.kind ?? null,
  grains: [
    { id: 'byte', label: 'Byte' },
    { id: 'field', label: 'Field' },
  ],
  grain: (events) => (events.some(({ kind }) => kind === 'uncover') ? 0 : 1),
};
