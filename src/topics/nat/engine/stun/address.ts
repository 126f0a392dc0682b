import { numberAt } from './bytes.ts';

/**
 * The 4 or 16 bytes of an IP address, or `null` where the text is none. IPv6
 * may have `::` once, and end as IPv4 does (RFC 4291 §2.2); no zone, no brackets.
 */
export function parseAddress(text: string): Uint8Array | null {
  return text.includes(':') ? parseIPv6(text) : parseIPv4(text);
}

function parseIPv4(text: string): Uint8Array | null {
  const parts = text.split('.');
  // A leading zero is refused, because some read it as octal.
  const fits = (part: string) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256;
  return parts.length === 4 && parts.every(fits) ? Uint8Array.from(parts, Number) : null;
}

function parseIPv6(text: string): Uint8Array | null {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [before, after] = halves;
  if (!before || halves.length > 2) return null;
  const last = after ?? before;
  const start = groupsOf(before, last === before);
  const end = after ? groupsOf(after, true) : [];
  if (!start || !end) return null;
  const missing = 8 - start.length - end.length;
  // “::” stands for at least one group of zeros (RFC 5952 §4.2.2 for two; RFC 4291 reads one too).
  if (after ? missing < 1 : missing !== 0) return null;
  const groups = [...start, ...Array<number>(missing).fill(0), ...end];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

/** `null` where a part is not one to four hexadecimal digits, or an IPv4 address at the end. */
function groupsOf(parts: readonly string[], mayEndAsIPv4: boolean): number[] | null {
  const groups: number[] = [];
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const tail = mayEndAsIPv4 && i === parts.length - 1 ? parseIPv4(part) : null;
    if (!tail) return null;
    groups.push(numberAt(tail, 0, 2), numberAt(tail, 2, 4));
  }
  return groups;
}

/** Four bytes as IPv4; sixteen as RFC 5952 §4 writes IPv6, never with an IPv4 ending. */
export function formatAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, i) => numberAt(bytes, 2 * i, 2 * i + 2));
  const { start, length } = longestZeros(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

/** The first of the longest runs of zeros. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [i, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: i + 1 - length, length };
  }
  return best;
}
