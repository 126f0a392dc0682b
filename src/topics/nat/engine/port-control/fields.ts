import { uint } from '../stun/bytes.ts';
import { Fault, inBytes } from '../stun/fault.ts';

/** What is wrong with bytes that ought to be a message: a value, never thrown at a caller. */
export interface Unreadable {
  readonly ok: false;
  /** The byte at fault, from 0; the message’s length where it ends too early. */
  readonly offset: number;
  /** A sentence. */
  readonly reason: string;
}

export type Read<M> = { readonly ok: true; readonly message: M } | Unreadable;

/** What `read` finds in the bytes, or the fault that it meets. */
export function reading<M>(read: () => M): Read<M> {
  try {
    return { ok: true, message: read() };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { ok: false, offset: fault.offset, reason: fault.message };
  }
}

/** For a message that has to be just so long. */
export function mustTake(bytes: Uint8Array, length: number, what: string): void {
  if (bytes.length < length) {
    const ends = inBytes(bytes.length);
    throw new Fault(bytes.length, `The message ends after ${ends}, and ${what} takes ${length}.`);
  }
  if (bytes.length > length) {
    const left = bytes.length - length;
    const are = left === 1 ? 'is' : 'are';
    throw new Fault(
      length,
      `After ${what}, which takes ${length}, ${inBytes(left)} ${are} left over.`,
    );
  }
}

/** A number in network byte order. Throws `RangeError` where it does not fit. */
export function field(name: string, value: number, bytes: number): Uint8Array {
  const most = 256 ** bytes - 1;
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new RangeError(`The ${name} ought to be a whole number from 0 to ${most}, not ${value}.`);
  }
  return uint(value, bytes);
}
