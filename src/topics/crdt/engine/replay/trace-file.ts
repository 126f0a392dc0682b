import { gunzipSync } from 'fflate';
import { BadTrace, compileTrace, MOST_BYTES, type Trace } from './trace.ts';

/** Reads a file as it is, gzipped or not. Throws `BadTrace`. */
export function parseTrace(bytes: Uint8Array): Trace {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? inflate(bytes) : bytes;
  if (plain.length > MOST_BYTES) throw new BadTrace(tooLarge(plain.length));
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
  } catch (error) {
    const what = error instanceof SyntaxError ? error.message : 'it is not UTF-8';
    throw new BadTrace(`The trace is not JSON: ${what}.`);
  }
  return compileTrace(value);
}

function inflate(bytes: Uint8Array): Uint8Array {
  const size =
    bytes.length < 18
      ? 0
      : new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  if (size > MOST_BYTES) throw new BadTrace(tooLarge(size));
  try {
    return gunzipSync(bytes, { out: new Uint8Array(size) });
  } catch (error) {
    throw new BadTrace(`The trace begins as gzip does, and is none: ${(error as Error).message}.`);
  }
}

const tooLarge = (size: number) =>
  `The trace has ${size.toLocaleString('en')} bytes, and ${MOST_BYTES.toLocaleString('en')} is most.`;
