import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where recorded traces are kept, beside the repository; CC BY 4.0, and none is shipped. */
const FOLDER = fileURLToPath(
  new URL('../../../../../../../shared/data/editing-traces', import.meta.url),
);

/** A recorded trace as it lies there, or `null` where there is none. */
export async function recordedTrace(name: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await readFile(join(FOLDER, `${name}.json.gz`)));
  } catch {
    return null;
  }
}

export const WITHOUT_TRACES = `There are no traces in ${FOLDER}.`;
