import * as comlink from 'comlink';

/** Work that reports on itself between slices, and ends in a result. */
export type Work<Progress, Result> = Generator<Progress, Result, void>;

/** Thrown into whoever waits for work that a reader cancelled. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
  constructor() {
    super('It was cancelled.');
  }
}

/** Shorter than a frame at 60 Hz leaves for scripts, so that a page stays responsive. */
const SLICE_MS = 8;
/** How often whoever waits hears about it. */
const REPORT_MS = 60;

export interface WorkOptions<Progress> {
  readonly onProgress?: (progress: Progress) => unknown;
  readonly cancelled?: () => boolean;
  /** Milliseconds from any fixed point. */
  readonly now?: () => number;
}

/**
 * Runs work in slices, giving way to the event loop between them: in a worker so
 * that a cancel can arrive, on a page so that it stays responsive. Rejects with
 * `Cancelled`, or with what the work throws.
 */
export async function runInSlices<Progress, Result>(
  work: Work<Progress, Result>,
  options: WorkOptions<Progress> = {},
): Promise<Result> {
  const now = options.now ?? (() => performance.now());
  let reported = now();
  for (;;) {
    const started = now();
    let step = work.next();
    while (!step.done && now() - started < SLICE_MS) step = work.next();
    if (step.done) return step.value;
    if (options.cancelled?.()) {
      work.return(undefined as never);
      throw new Cancelled();
    }
    if (now() - reported >= REPORT_MS) {
      reported = now();
      await options.onProgress?.(step.value);
    }
    await giveWay();
  }
}

/** A task of its own: promises alone would not let messages or painting in. */
function giveWay(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Something in a worker, or on the page itself where there can be no worker. */
export interface Connection<Api> {
  readonly api: comlink.Remote<Api> | Api;
  readonly where: 'worker' | 'page';
  close(): void;
}

/**
 * Starts a worker and waits until it answers. A page opened from disk, or a
 * browser without workers, runs the same service on the page, in slices.
 */
export async function connect<Api extends { ready(): true }>(
  start: () => Worker,
  local: () => Promise<Api>,
): Promise<Connection<Api>> {
  try {
    const worker = start();
    const api = comlink.wrap<Api>(worker);
    await answered(worker, api as unknown as { ready(): Promise<true> });
    return { api, where: 'worker', close: () => worker.terminate() };
  } catch {
    return { api: await local(), where: 'page', close: () => {} };
  }
}

async function answered(worker: Worker, api: { ready(): Promise<true> }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    worker.addEventListener('error', () => reject(new Error('The worker did not start.')), {
      once: true,
    });
    api.ready().then(() => resolve(), reject);
  });
}

/** Makes a service answer from inside a worker. */
export function serve(api: { ready(): true }): void {
  comlink.expose(api);
}

/** Lets a callback cross into a worker. On the page it is passed as it is. */
export function callback<F extends (...args: never[]) => unknown>(
  connection: Connection<unknown>,
  f: F,
): F {
  return connection.where === 'worker' ? (comlink.proxy(f) as F) : f;
}
