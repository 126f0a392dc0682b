/** A number with its noun: "1 file", "4 files", "2 entries". */
export function count(amount: number, noun: string): string {
  const plural = noun.endsWith('try') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${amount} ${amount === 1 ? noun : plural}`;
}

/** Simulated time in the unit that reads best. */
export function duration(micros: number): string {
  if (micros < 1000) return `${micros} µs`;
  const millis = micros / 1000;
  return millis < 1000 ? `${trim(millis)} ms` : `${trim(millis / 1000)} s`;
}

function trim(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}

export function list(parts: readonly string[]): string {
  if (parts.length <= 1) return parts[0] ?? 'No operations';
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
