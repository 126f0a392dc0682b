/** Ports that a NAT may give out, 1025 to 65535, and that are guessed among. */
export const PORTS = 64_511;

/**
 * The exact chance that `probes` different guesses among `population` hit at least one of `open`:
 * 1 − ∏ (N − n − i) / (N − i). From 0 to 1.
 */
export function chance(open: number, probes: number, population = PORTS): number {
  if (open <= 0 || probes <= 0) return 0;
  if (open + probes > population) return 1;
  let missed = 0;
  for (let i = 0; i < probes; i += 1) missed += Math.log1p(-open / (population - i));
  return -Math.expm1(missed);
}

/** Two hard sides guess pairs of ports: the space is squared. From 0 to 1. */
export const hardChance = (each: number): number => chance(each, each, PORTS * PORTS);

/** The fewest probes that hit with at least this chance; `null` where even all do not. */
export function probesFor(open: number, wanted: number, population = PORTS): number | null {
  let missed = 0;
  for (let i = 0; i + open <= population; i += 1) {
    missed += Math.log1p(-open / (population - i));
    if (-Math.expm1(missed) >= wanted) return i + 1;
  }
  return null;
}
