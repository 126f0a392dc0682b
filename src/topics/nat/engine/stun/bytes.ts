/** Bytes as lower-case hexadecimal digits, two to a byte. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The same in pairs, for a sentence: `21 12 a4 42`. */
export function spacedHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** Whether a text is whole bytes in hexadecimal digits. */
export function isHex(text: string): boolean {
  return text.length % 2 === 0 && /^[0-9a-f]*$/i.test(text);
}

/** The bytes that hexadecimal digits stand for. Throws `RangeError` for any other text. */
export function bytesOf(hex: string): Uint8Array {
  if (!isHex(hex)) throw new RangeError(`${JSON.stringify(hex)} is not bytes in hexadecimal.`);
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

/** A number as `0x` and at least so many digits: `0x0020`. */
export function hexNumber(value: number | bigint, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Byte by byte; both are as long as the shorter. */
export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: Math.min(a.length, b.length) }, (_, i) => a[i]! ^ b[i]!);
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** An unsigned number in network byte order. */
export function uint(value: number | bigint, bytes: number): Uint8Array {
  const hex = value.toString(16).padStart(2 * bytes, '0');
  return bytesOf(hex);
}

/** The number that up to six bytes are in network byte order. */
export function numberAt(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 256 + bytes[i]!;
  return value;
}
