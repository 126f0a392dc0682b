import { begin, type Live, perform } from './live.ts';
import type { Bit, FlpEvent, Letter, Protocol } from './protocol.ts';
import { reduceBy } from './quotient.ts';

/** A run that comes back to where it was, but for the number of the round, and so can go on for ever. */
export interface Lasso {
  /** Events before the loop. */
  readonly stem: number;
  /** The events of the loop, as they were in the run. */
  readonly loop: readonly FlpEvent[];
  /** By how many rounds each time around moves on. */
  readonly rounds: number;
  /** Why going around for ever is no admissible run without a decision; empty if it is one. */
  readonly faults: readonly LassoFault[];
}

export type LassoFault =
  | { readonly kind: 'decided'; readonly p: number; readonly value: Bit }
  /** p has not stopped, and takes no step in the loop. */
  | { readonly kind: 'no-step'; readonly p: number }
  /** p takes steps, and does not receive what was sent to it; the oldest such message. */
  | { readonly kind: 'no-delivery'; readonly p: number; readonly message: string };

export function faultWords(fault: LassoFault): string {
  switch (fault.kind) {
    case 'decided':
      return `p${fault.p} has decided ${fault.value}.`;
    case 'no-step':
      return `p${fault.p} never takes a step.`;
    case 'no-delivery':
      return `p${fault.p} never receives ${fault.message}.`;
  }
}

/**
 * The loop at the end of a run: the shortest that is fair, or else the shortest of
 * those with the least faults, a process without steps counting twice; `null` if
 * its last configuration is new. `stopped`
 * are the processes that take no more steps. Throws `ProtocolError` for a run that
 * cannot be.
 *
 * A loop is fair if everybody else steps in it and receives each message sooner or
 * later. To see the second, it is enough to look at what is in the buffer at the
 * end of it, since whatever else there was has been received on the way:
 *
 * - A message that can make no difference (the quotient leaves it out) can be
 *   received at any time, without any effect on the loop.
 * - One that is received in the loop is received each time around, the oldest of
 *   equal ones first.
 * - If each time around moves the receiver on by some rounds, then the message is
 *   one for an earlier round each time, as seen from there. Only finitely many are
 *   in the buffer of the repeated configuration, so it is received or makes no
 *   difference before long.
 * - Any other stays where it is for ever.
 */
export function findLasso(
  protocol: Protocol,
  inputs: readonly Bit[],
  events: readonly FlpEvent[],
  stopped: readonly number[] = [],
): Lasso | null {
  const run = [begin(protocol, inputs)];
  for (const event of events) run.push(perform(protocol, run.at(-1)!, event));
  const last = run.at(-1)!;
  // Without a quotient nobody's messages are left out, so everybody has to come back.
  const moving = inputs.map((_, p) => !protocol.quotient && !stopped.includes(p));
  let best: Lasso | null = null;
  for (let stem = events.length - 1; stem >= 0; stem -= 1) {
    const { p } = events[stem]!;
    if (stopped.includes(p)) break;
    if (!isSame(run[stem]!, run[stem + 1]!, p)) moving[p] = true;
    const rounds = roundsBetween(protocol, run[stem]!, last, moving);
    if (rounds === null) continue;
    const loop = events.slice(stem);
    const faults = faultsOf(protocol, loop, last, stopped, rounds > 0 ? moving : []);
    if (best && weight(best.faults) <= weight(faults)) continue;
    best = { stem, loop, rounds, faults };
    if (faults.length === 0) break;
  }
  return best;
}

const weight = (faults: readonly LassoFault[]): number =>
  faults.reduce((sum, { kind }) => sum + (kind === 'no-step' ? 2 : 1), 0);

const isSame = (a: Live, b: Live, p: number): boolean =>
  JSON.stringify(a.locals[p]) === JSON.stringify(b.locals[p]);

/** How many rounds later the same configuration is met again, as far as those go that move; or `null`. */
function roundsBetween(
  protocol: Protocol,
  from: Live,
  to: Live,
  among: readonly boolean[],
): number | null {
  if (!among.includes(true)) return 0;
  const [before, after] = [from, to].map((live) => seen(protocol, live, among)) as [Seen, Seen];
  return before.key === after.key ? after.rounds - before.rounds : null;
}

interface Seen {
  readonly key: string;
  readonly rounds: number;
}

function seen({ quotient }: Protocol, { locals, buffer }: Live, among: readonly boolean[]): Seen {
  const own = buffer.filter(({ to }) => among[to]);
  const { letters, rounds, ...reduced } = reduceBy(quotient, locals, own, among);
  const states = reduced.locals.filter((_, p) => among[p]);
  const mail = letters.map(({ to, message }) => `${to} ${message}`).sort();
  return { key: JSON.stringify([states, mail]), rounds };
}

function faultsOf(
  protocol: Protocol,
  loop: readonly FlpEvent[],
  last: Live,
  stopped: readonly number[],
  movedOn: readonly boolean[],
): readonly LassoFault[] {
  return last.locals.flatMap(({ output }, p): readonly LassoFault[] => {
    if (output !== null) return [{ kind: 'decided', p, value: output }];
    if (stopped.includes(p)) return [];
    const own = loop.filter((event) => event.p === p);
    if (own.length === 0) return [{ kind: 'no-step', p }];
    if (movedOn[p]) return [];
    const received = new Set(own.map(({ message }) => message));
    const waiting = last.buffer.find(
      (letter) =>
        letter.to === p && !received.has(letter.message) && matters(protocol, last, letter),
    );
    return waiting ? [{ kind: 'no-delivery', p, message: waiting.message }] : [];
  });
}

/** Whether receiving it could make a difference. */
function matters({ quotient }: Protocol, { locals }: Live, letter: Letter): boolean {
  return !quotient || quotient.matters(locals[letter.to]!, letter.message);
}

/**
 * The loop's events on going around once more, so many times after the first:
 * all but the messages that make no difference, which need not be there again.
 */
export function aroundAgain(
  protocol: Protocol,
  start: Live,
  { loop, rounds }: Lasso,
  times: number,
): readonly FlpEvent[] {
  const { quotient } = protocol;
  let live = start;
  return loop.flatMap((event) => {
    const { p, message } = event;
    const counts = message === null || matters(protocol, live, { to: p, message });
    live = perform(protocol, live, event);
    if (!counts) return [];
    if (message === null || !quotient) return [event];
    return [{ ...event, message: quotient.later(message, rounds * times) }];
  });
}
