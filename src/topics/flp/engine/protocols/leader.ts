import type { Protocol } from '../protocol.ts';
import { valueIn } from './wait.ts';

/** p0 decides its own input and tells everybody; the others wait to hear. */
export function leader(processes: number): Protocol<null> {
  return {
    id: 'leader',
    processes,
    begin: () => null,
    step(me, message) {
      if (me.output !== null) return;
      if (message !== null) me.decide(valueIn(message));
      else if (me.p === 0) {
        me.decide(me.input);
        me.broadcast(`D${me.input}`);
      }
    },
  };
}
