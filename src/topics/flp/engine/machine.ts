import { type Acting, type Bit, type Protocol, ProtocolError } from './protocol.ts';

/** A process between two steps. */
export interface Local {
  readonly input: Bit;
  readonly output: Bit | null;
  readonly data: unknown;
}

/** A message in the buffer: for whom, and what it says. */
export interface Letter {
  readonly to: number;
  readonly message: string;
}

/** An event (p, m), or (p, ∅) where `message` is `null`. */
export interface FlpEvent {
  readonly p: number;
  readonly message: string | null;
}

/** What one step of one process comes to. */
export interface Effect {
  /** The state after it, by number. */
  readonly local: number;
  /** What it sends, by number, ascending. */
  readonly sends: readonly number[];
}

/** More of either would not fit into a configuration's key, a character each. */
const MOST = 60_000;

/**
 * A protocol with every state and message that was met given a number, and every
 * step worked out once. Numbers below `processes` are the events (p, ∅); those
 * from there on are letters, and the events of receiving them.
 */
export class Machine {
  readonly #protocol: Protocol;
  readonly #locals: Local[] = [];
  readonly #localIds = new Map<string, number>();
  readonly #letters: Letter[] = [];
  readonly #letterIds = new Map<string, number>();
  readonly #effects: Map<number, Effect>[] = [];

  constructor(protocol: Protocol) {
    this.#protocol = protocol;
  }

  get protocol(): Protocol {
    return this.#protocol;
  }

  get processes(): number {
    return this.#protocol.processes;
  }

  /** The states of all processes before the first step, by number. */
  begin(inputs: readonly Bit[]): readonly number[] {
    return inputs.map((input, p) =>
      this.localId(p, { input, output: null, data: this.#protocol.begin(p, input) }),
    );
  }

  local(id: number): Local {
    return this.#locals[id]!;
  }

  letter(id: number): Letter {
    return this.#letters[id - this.processes]!;
  }

  event(id: number): FlpEvent {
    if (id < this.processes) return { p: id, message: null };
    const { to, message } = this.letter(id);
    return { p: to, message };
  }

  /** The process at which an event takes place. */
  processOf(id: number): number {
    return id < this.processes ? id : this.letter(id).to;
  }

  /** The number of an event; one that was never met gets its own. */
  eventId({ p, message }: FlpEvent): number {
    return message === null ? p : this.#letterId({ to: p, message });
  }

  /** What process p does in that state when the event happens. */
  effect(local: number, event: number): Effect {
    const known = this.#effects[local]!.get(event);
    if (known) return known;
    const { p, message } = this.event(event);
    const effect = this.#act(p, this.#locals[local]!, message);
    this.#effects[local]!.set(event, effect);
    return effect;
  }

  #act(p: number, before: Local, message: string | null): Effect {
    const { processes } = this;
    const sends: number[] = [];
    const send = (to: number, text: string) => {
      if (!Number.isInteger(to) || to < 0 || to >= processes) {
        throw new ProtocolError(`p${p} sends ${text} to p${to}, which does not exist.`);
      }
      sends.push(this.#letterId({ to, message: text }));
    };
    const me: Acting<unknown> & { output: Bit | null } = {
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
    };
    this.#protocol.step(me, message);
    const local = this.localId(p, { input: before.input, output: me.output, data: me.data });
    return { local, sends: sends.sort((a, b) => a - b) };
  }

  /** The number of a process’s state; one that was never met gets its own. */
  localId(p: number, local: Local): number {
    const key = JSON.stringify([p, local.input, local.output, local.data]);
    const known = this.#localIds.get(key);
    if (known !== undefined) return known;
    const id = this.#locals.push(local) - 1;
    this.#localIds.set(key, id);
    this.#effects.push(new Map());
    return this.#checked(id, 'states');
  }

  #letterId(letter: Letter): number {
    const key = `${letter.to} ${letter.message}`;
    const known = this.#letterIds.get(key);
    if (known !== undefined) return known;
    const id = this.#letters.push(letter) - 1 + this.processes;
    this.#letterIds.set(key, id);
    return this.#checked(id, 'messages');
  }

  #checked(id: number, what: string): number {
    if (id >= MOST) throw new ProtocolError(`The protocol has more than ${MOST} ${what}.`);
    return id;
  }
}
