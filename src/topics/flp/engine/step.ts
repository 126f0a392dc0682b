import { type Acting, type Letter, type Local, type Protocol, ProtocolError } from './protocol.ts';

/** What one step of one process comes to. */
export interface Outcome {
  readonly local: Local;
  /** In the order of sending. */
  readonly sends: readonly Letter[];
  /** How every coin fell that was tossed, as `0` and `1` in order. */
  readonly coins: string;
}

/** One step by the protocol. Coins fall as given; any beyond those show 0. */
export function takeStep(
  protocol: Protocol,
  p: number,
  before: Local,
  message: string | null,
  coins = '',
): Outcome {
  const { processes } = protocol;
  const sends: Letter[] = [];
  let tossed = '';
  const send = (to: number, text: string) => {
    if (!Number.isInteger(to) || to < 0 || to >= processes) {
      throw new ProtocolError(`p${p} sends ${text} to p${to}, which does not exist.`);
    }
    sends.push({ to, message: text });
  };
  const me: Acting<unknown> & { output: Local['output'] } = {
    p,
    processes,
    input: before.input,
    output: before.output,
    data: before.data,
    send,
    broadcast(text) {
      for (let to = 0; to < processes; to += 1) if (to !== p) send(to, text);
    },
    decide(value) {
      if (me.output !== null && me.output !== value) {
        throw new ProtocolError(`p${p} decides ${value} after ${me.output}.`);
      }
      me.output = value;
    },
    coin() {
      const bit = coins[tossed.length] === '1' ? 1 : 0;
      tossed += bit;
      return bit;
    },
  };
  protocol.step(me, message);
  return {
    local: { input: before.input, output: me.output, data: me.data },
    sends,
    coins: tossed,
  };
}

/** The step with the coins in every way they can fall; once where none is tossed. */
export function everyOutcome(
  protocol: Protocol,
  p: number,
  before: Local,
  message: string | null,
): readonly Outcome[] {
  const found: Outcome[] = [];
  const waiting = [''];
  for (const given of waiting) {
    const outcome = takeStep(protocol, p, before, message, given);
    found.push(outcome);
    for (let toss = given.length; toss < outcome.coins.length; toss += 1) {
      waiting.push(`${outcome.coins.slice(0, toss)}1`);
    }
  }
  return found;
}
