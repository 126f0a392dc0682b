import { short, type Underline } from './authors.ts';

/** The path of an underline in an author's own way; how thick it is, and its dashes, are style. */
export function underlinePath(kind: Underline, from: number, to: number, y: number): string {
  const [x, end] = [short(from), short(to)];
  if (kind === 'double') return `M${x} ${short(y - 2)}H${end}M${x} ${short(y + 2)}H${end}`;
  if (kind === 'dotted') return `M${short(from + 1.7)} ${short(y)}H${short(to - 1.5)}`;
  if (kind !== 'wavy') return `M${x} ${short(y)}H${end}`;
  // Waves of about eight units, a whole number of them.
  const waves = Math.max(1, Math.round((to - from) / 8));
  const quarter = (to - from) / waves / 4;
  const wave = `q${short(quarter)} -4 ${short(2 * quarter)} 0q${short(quarter)} 4 ${short(2 * quarter)} 0`;
  return `M${x} ${short(y)}${wave.repeat(waves)}`;
}
