/** What the tests use of npm's `stun`, which has no types of its own. */
declare module 'stun' {
  interface TheirAttribute {
    readonly type: number;
    readonly value: unknown;
  }
  interface TheirMessage extends Iterable<TheirAttribute> {
    readonly type: number;
    readonly transactionId: Buffer;
  }
  interface TheirRequest extends TheirMessage {
    addAttribute(type: number, ...values: unknown[]): unknown;
    addMessageIntegrity(key: Uint8Array): unknown;
    addFingerprint(): unknown;
    toBuffer(): Buffer;
  }
  export function createMessage(type: number, transactionId: Buffer): TheirRequest;
  export function decode(message: Buffer): TheirMessage;
  export function validateFingerprint(message: TheirMessage): boolean;
  export function validateMessageIntegrity(message: TheirMessage, key: Uint8Array): boolean;
}
