/** Whole numbers in as few bytes as they need: seven bits each, the lowest first. */
export class ByteWriter {
  #bytes = new Uint8Array(1024);
  length = 0;

  /** A whole number from 0 on. */
  number(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#byte(rest);
  }

  /** Any whole number; a small one takes little, whatever its sign. */
  signed(value: number): void {
    this.number(value < 0 ? -2 * value - 1 : 2 * value);
  }

  raw(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.length);
  }

  #byte(value: number): void {
    this.#makeRoom(1);
    this.#bytes[this.length++] = value;
  }

  #makeRoom(count: number): void {
    if (this.length + count <= this.#bytes.length) return;
    const bytes = new Uint8Array(2 * (this.length + count));
    bytes.set(this.#bytes.subarray(0, this.length));
    this.#bytes = bytes;
  }
}

/** Reads what a `ByteWriter` wrote. Throws where the bytes end too early or a number has no end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  number(): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Error('These bytes end too early.');
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
      if (scale > 2 ** 49) throw new Error('There is a number with no end in these bytes.');
    }
  }

  /** A number of which more than so many make no sense here. */
  atMost(most: number): number {
    const value = this.number();
    if (value > most) throw new Error(`There is a ${value} in these bytes where ${most} is most.`);
    return value;
  }

  signed(): number {
    const value = this.number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }
}
