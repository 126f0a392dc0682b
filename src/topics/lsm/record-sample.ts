import { recordWindow } from './engine/real/record-window.ts';
import { startReplay } from './engine/real/replay.ts';
import { type NamedFile, openStore } from './engine/real/replay-command.ts';
import type { ReplayWindow } from './engine/real/window.ts';

/** The whole replay of a small store. Throws an `Error` where there is nothing to replay. */
export function recordSample(files: readonly NamedFile[]): ReplayWindow {
  const { config, manifest } = openStore(files);
  if (!manifest) throw new Error('The sample has no readable MANIFEST.');
  return recordWindow(manifest.file, startReplay(config), manifest.count, manifest.count);
}
