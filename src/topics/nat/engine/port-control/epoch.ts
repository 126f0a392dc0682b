/** A count of seconds since a gateway began, and when it came by the client’s own clock, in seconds. */
export interface Epoch {
  readonly epoch: number;
  readonly at: number;
}

/**
 * Whether a NAT-PMP gateway has lost its table between two packets, so that every mapping has
 * to be renewed at once: its count is more than two seconds behind 7/8 of the time. RFC 6886 §3.6.
 */
export function natPmpRebooted(last: Epoch, next: Epoch): boolean {
  const expected = last.epoch + (7 / 8) * (next.at - last.at);
  return next.epoch < expected - 2;
}

/**
 * Whether the epoch of a PCP server is plausible after the one before; `null` where there is
 * none. It may not go back by more than a second, and the two clocks may differ by two seconds
 * and a sixteenth. Not so, the server has lost its state. RFC 6887 §8.5.
 */
export function pcpEpochValid(last: Epoch | null, next: Epoch): boolean {
  if (last === null) return true;
  if (next.epoch < last.epoch - 1) return false;
  const client = next.at - last.at;
  const server = next.epoch - last.epoch;
  return client + 2 >= server - server / 16 && server + 2 >= client - client / 16;
}
