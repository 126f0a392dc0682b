/** A STUN message as it came, and the password of those who sent it, where they have one. */
export interface ReadingConfig {
  /** In hexadecimal, two digits to a byte. */
  readonly message: string;
  readonly password: string | null;
}

export interface ReadingState {
  readonly config: ReadingConfig;
  /** The bytes as they are now, in hexadecimal. */
  readonly message: string;
  /** The field that is being read, by its place among them; −1 before the first. */
  readonly field: number;
  /** Bytes of a covered address that have been uncovered so far; all where nothing is covered. */
  readonly uncovered: number;
  /** The bit that was flipped on the way, if one was. */
  readonly flipped: number | null;
}

export type ReadingAction =
  /** The next field, or the next byte of a covered address. */
  | { readonly type: 'next' }
  /** To a field, by its place. */
  | { readonly type: 'field'; readonly field: number }
  /** One bit is not what was sent: counted from the first byte’s highest. */
  | { readonly type: 'flip'; readonly bit: number };

export type ReadingEvent =
  | { readonly kind: 'field'; readonly field: number }
  | { readonly kind: 'uncover'; readonly field: number; readonly byte: number }
  | { readonly kind: 'flip'; readonly bit: number };
