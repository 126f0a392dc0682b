/**
 * LevelDB's ways of writing numbers and byte strings (util/coding.cc). Numbers
 * are JavaScript's: above 2^53 they lose their last bits, which no file number,
 * size or sequence number of a real store has reached.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  get done(): boolean {
    return this.position >= this.bytes.length;
  }

  /** `null`, where it stood, if the bytes end first or run past 64 bits. */
  varint(): number | null {
    let value = 0;
    let scale = 1;
    for (let at = this.position; at < this.bytes.length && at < this.position + 10; at++) {
      const byte = this.bytes[at]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.position = at + 1;
        return value;
      }
      scale *= 128;
    }
    return null;
  }

  /** Bytes preceded by their length; `null` if they do not fit. */
  slice(): Uint8Array | null {
    const start = this.position;
    const length = this.varint();
    if (length === null || length > this.bytes.length - this.position) {
      this.position = start;
      return null;
    }
    const from = this.position;
    this.position += length;
    return this.bytes.subarray(from, this.position);
  }
}

/** A growing run of bytes. */
export class ByteWriter {
  private buffer = new Uint8Array(256);
  private length = 0;

  byte(value: number): void {
    if (this.length === this.buffer.length) this.reserve(1);
    this.buffer[this.length++] = value;
  }

  varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 128) | 0x80);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  /** Little-endian, `width` bytes. */
  fixed(value: number, width: number): void {
    let rest = value;
    for (let i = 0; i < width; i++) {
      this.byte(rest % 256);
      rest = Math.floor(rest / 256);
    }
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  slice(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.raw(bytes);
  }

  get size(): number {
    return this.length;
  }

  finish(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const wider = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more));
    wider.set(this.buffer.subarray(0, this.length));
    this.buffer = wider;
  }
}

/** A little-endian number of up to seven bytes; missing bytes count as zero. */
export function readFixed(bytes: Uint8Array, offset: number, width: number): number {
  let value = 0;
  for (let i = width - 1; i >= 0; i--) value = value * 256 + (bytes[offset + i] ?? 0);
  return value;
}

/** One character per byte, so that string order is byte order. */
export function latin1(bytes: Uint8Array): string {
  // TextDecoder's "latin1" is windows-1252, which moves 27 of the characters.
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096)
    text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
}

/** The inverse of `latin1`; characters above 255 keep their low byte. */
export function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}
