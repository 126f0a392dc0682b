/** What is wrong with bytes that ought to be a message. `decode` returns it and never lets it out. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** Bytes from the beginning of the message. */
  readonly offset: number;

  constructor(offset: number, reason: string) {
    super(reason);
    this.offset = offset;
  }
}

/** `1 byte`, `2 bytes`. */
export function inBytes(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}
