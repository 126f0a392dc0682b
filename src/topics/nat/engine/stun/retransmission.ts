export interface RetransmissionOptions {
  /** The first wait, in milliseconds. */
  readonly rto?: number;
  /** Rc: how often a request is sent in all, 1 to 32. */
  readonly rc?: number;
  /** Rm: how many RTOs the last one is waited for. */
  readonly rm?: number;
}

export interface Retransmissions {
  /** When the request is sent, in milliseconds from the first time. */
  readonly sends: readonly number[];
  /** When the transaction has failed, if no answer has come. */
  readonly fails: number;
}

const MOST_SENDS = 32;

/**
 * When a request over UDP is sent (RFC 8489 §6.2.1): the wait begins with RTO
 * and doubles each time. By default sends at 0, 500, 1500, 3500, 7500, 15500 and
 * 31500 ms, and failure at 39500 ms. Throws `RangeError` for a time that is not
 * above zero, or a count that is not whole.
 */
export function retransmissions(options: RetransmissionOptions = {}): Retransmissions {
  const { rto = 500, rc = 7, rm = 16 } = options;
  if (!(Number.isFinite(rto) && rto > 0)) {
    throw new RangeError(`RTO ought to be a number of milliseconds above 0, not ${rto}.`);
  }
  if (!Number.isInteger(rc) || rc < 1 || rc > MOST_SENDS) {
    throw new RangeError(`Rc ought to be a whole number from 1 to ${MOST_SENDS}, not ${rc}.`);
  }
  if (!(Number.isFinite(rm) && rm > 0)) {
    throw new RangeError(`Rm ought to be a number above 0, not ${rm}.`);
  }
  const sends = Array.from({ length: rc }, (_, i) => rto * (2 ** i - 1));
  return { sends, fails: sends.at(-1)! + rm * rto };
}
