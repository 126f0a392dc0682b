/** Milliseconds to wait after the first request, and requests in all. RFC 6886 §3.1. */
const FIRST_WAIT = 250;
const TRIES = 9;

/** When a NAT-PMP request is sent, in milliseconds from the first time, and when to give up. */
export function natPmpTransmissions(): {
  readonly sends: readonly number[];
  readonly fails: number;
} {
  const sends = Array.from({ length: TRIES }, (_, i) => FIRST_WAIT * (2 ** i - 1));
  return { sends, fails: FIRST_WAIT * (2 ** TRIES - 1) };
}

/** Seconds after which a mapping is renewed, “halfway to expiry time, like DHCP”. RFC 6886 §3.3. */
export const natPmpRenewalAfter = (lifetime: number): number => lifetime / 2;

/** IRT and MRT of RFC 6887 §8.1.1, in milliseconds. There is no limit to how often. */
const INITIAL = 3000;
const MOST = 1_024_000;
const RAND = 0.1;

/**
 * How long to wait for an answer to a PCP request, in milliseconds, after so long a wait before;
 * `null` for the first. `rand` is drawn anew each time, from -0.1 to 0.1. RFC 6887 §8.1.1.
 */
export function pcpRetransmission(previous: number | null, rand: number): number {
  if (!(Math.abs(rand) <= RAND)) {
    throw new RangeError(`RAND ought to be a number from -0.1 to 0.1, not ${rand}.`);
  }
  return (1 + rand) * (previous === null ? INITIAL : Math.min(2 * previous, MOST));
}

/** Seconds between two renewals, at least. RFC 6887 §11.2.1. */
const APART = 4;

/**
 * When a PCP client renews a mapping, in seconds from when it was given: at a moment drawn from
 * the first span, and if nothing comes back from the second, and so on. RFC 6887 §11.2.1.
 */
export function pcpRenewalWindows(
  lifetime: number,
): readonly { readonly from: number; readonly to: number }[] {
  const windows: { from: number; to: number }[] = [];
  for (let share = 1 / 2; ; share /= 2) {
    const from = lifetime * (1 - share);
    const before = windows.at(-1)?.to ?? 0;
    if (!(from - before >= APART)) return windows;
    windows.push({ from, to: from + (lifetime * share) / 4 });
  }
}
