import { sample } from '../replay/sample.ts';
import { compileTrace } from '../replay/trace.ts';
import { type Recording, record } from './record.ts';

/** The sample, replayed where this is called. */
export function recordSample(): Recording {
  const work = record('The sample', compileTrace(sample()), 'fugue');
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
