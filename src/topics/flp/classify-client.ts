import { Cancelled, type Connection, callback, connect, runInSlices } from '../../lab/work.ts';
import type { ClassifyService, Inputs } from './classify-service.ts';
import type { Analysis } from './engine/analysis.ts';
import type { Classification, ClassifyProgress } from './engine/classify.ts';
import { unpackIn } from './engine/packed.ts';
import type { Choice } from './engine/protocols/index.ts';

type Report = (progress: ClassifyProgress) => unknown;

let connection: Promise<Connection<ClassifyService>> | null = null;
let jobs = 0;

/** The service: in a worker where there can be one, else here. One for the page, kept. */
function connectClassify(): Promise<Connection<ClassifyService>> {
  connection ??= connect<ClassifyService>(
    () => new Worker(new URL('./classify.worker.ts', import.meta.url), { type: 'module' }),
    async () => new (await import('./classify-service.ts')).ClassifyService(),
  );
  return connection;
}

/**
 * Explores a protocol from one choice of inputs, or from all for `null`, beside the
 * page, with what is left when one process has stopped. Rejects with `Cancelled` once
 * the signal aborts, and with an error that says so where there are too many configurations.
 */
export async function analyseInWorker(
  choice: Choice,
  inputs: Inputs,
  onProgress: Report = () => {},
  signal?: AbortSignal,
): Promise<Analysis> {
  const packed = await job(
    ({ api }, number, report) => api.analyse(number, choice, inputs, report),
    onProgress,
    signal,
  );
  return runInSlices(unpackIn(packed), { cancelled: () => signal?.aborted ?? false });
}

/** Counts everything about a protocol beside the page. Rejects with the same. */
export function classifyInWorker(
  choice: Choice,
  onProgress: Report = () => {},
  signal?: AbortSignal,
): Promise<Classification> {
  return job(({ api }, number, report) => api.classify(number, choice, report), onProgress, signal);
}

async function job<Result>(
  ask: (connected: Connection<ClassifyService>, number: number, report: Report) => Promise<Result>,
  onProgress: Report,
  signal?: AbortSignal,
): Promise<Result> {
  const connected = await connectClassify();
  if (signal?.aborted) throw new Cancelled();
  jobs += 1;
  const number = jobs;
  const cancel = () => void connected.api.cancel(number);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await ask(connected, number, callback(connected, onProgress));
  } catch (error) {
    // From a worker an error comes without its class.
    throw signal?.aborted ? new Cancelled() : error;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}
