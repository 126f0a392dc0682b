import type { Work } from '../../../../lab/work.ts';
import type { Replayed } from './replay.ts';

/** What is told of a replay. */
export interface ReplayReport {
  /** Edits of the trace, as published figures count. One may be more than a character. */
  readonly operations: number;
  readonly milliseconds: number;
  readonly operationsPerSecond: number;
  /** Code points of the text in the end. */
  readonly length: number;
  /** Of the text as UTF-8, in hexadecimal; `null` where a page has no WebCrypto, without HTTPS. */
  readonly sha256: string | null;
  /** Whether everybody ended with the text that the trace ends with. */
  readonly matches: boolean;
  /** What the document takes when it is saved, besides the text that it shows. */
  readonly metadataBytes: number;
}

/** Work that also says how long it took, without the pauses in it. */
export function* timed<Progress, Result>(
  work: Work<Progress, Result>,
  now: () => number,
): Work<Progress, { readonly result: Result; readonly milliseconds: number }> {
  let milliseconds = 0;
  for (;;) {
    const begun = now();
    const next = work.next();
    milliseconds += now() - begun;
    if (next.done) return { result: next.value, milliseconds };
    yield next.value;
  }
}

/** Judges a replay that took so long. */
export async function reportOf(replayed: Replayed, milliseconds: number): Promise<ReplayReport> {
  const { trace, copies } = replayed;
  const [text = ''] = copies.map((copy) => copy.text());
  const operations = trace.edits;
  return {
    operations,
    milliseconds: Number(milliseconds.toFixed(3)),
    operationsPerSecond: Math.round((operations * 1000) / Math.max(milliseconds, 1e-3)),
    length: copies[0]!.length,
    sha256: await sha256(text),
    matches: copies.every((copy) => copy.text() === trace.endContent),
    metadataBytes: replayed.metadataBytes(),
  };
}

async function sha256(text: string): Promise<string | null> {
  const { subtle } = globalThis.crypto;
  if (!subtle) return null;
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
