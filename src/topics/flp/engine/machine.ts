import {
  type Bit,
  type FlpEvent,
  type Letter,
  type Local,
  type Protocol,
  ProtocolError,
} from './protocol.ts';
import { everyOutcome } from './step.ts';

export type { FlpEvent, Letter, Local } from './protocol.ts';

/** What one step of one process comes to. */
export interface Effect {
  /** The state after it, by number. */
  readonly local: number;
  /** What it sends, by number, ascending. */
  readonly sends: readonly number[];
}

/** What a machine has met, in the order of its numbers, as plain data. */
export interface Tables {
  /** Whose each state is, its input, its output and its data, as JSON. */
  readonly locals: readonly string[];
  readonly letters: readonly Letter[];
  readonly tossed: readonly Tossed[];
}

/** An event in which coins are tossed. */
export interface Tossed {
  readonly delivery: number;
  readonly coins: string;
}

/** More of either would not fit into a configuration's key, a character each. */
const MOST = 60_000;
/** From here on are the events in which coins are tossed; keys do not hold them. */
const TOSSED = 100_000;

/**
 * A protocol with every state and message that was met given a number, and every
 * step worked out once. Numbers below `processes` are the events (p, ∅); those
 * from there on are letters, and the events of receiving them. Where coins are
 * tossed, every way in which they fall is an event with a number of its own.
 */
export class Machine {
  readonly #protocol: Protocol;
  readonly #locals: Local[] = [];
  readonly #localIds = new Map<string, number>();
  readonly #letters: Letter[] = [];
  readonly #letterIds = new Map<string, number>();
  readonly #tossed: Tossed[] = [];
  readonly #tossedIds = new Map<string, number>();
  readonly #effects: Map<number, Effect>[] = [];
  readonly #outcomes: Map<number, readonly number[]>[] = [];

  /** With `tables`, everything that another machine of the protocol has met has its number from there. */
  constructor(protocol: Protocol, tables: Tables = { locals: [], letters: [], tossed: [] }) {
    this.#protocol = protocol;
    for (const text of tables.locals) {
      const [p, input, output, data] = JSON.parse(text);
      this.localId(p, { input, output, data });
    }
    for (const letter of tables.letters) this.#letterId(letter);
    for (const { delivery, coins } of tables.tossed) this.#tossedId(delivery, coins);
  }

  get tables(): Tables {
    return { locals: [...this.#localIds.keys()], letters: this.#letters, tossed: this.#tossed };
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
    if (id >= TOSSED) {
      const { delivery, coins } = this.#tossed[id - TOSSED]!;
      return { ...this.event(delivery), coins };
    }
    if (id < this.processes) return { p: id, message: null };
    const { to, message } = this.letter(id);
    return { p: to, message };
  }

  /** The event (p, m) as such, however the coins fall in it. */
  delivery(id: number): number {
    return id >= TOSSED ? this.#tossed[id - TOSSED]!.delivery : id;
  }

  /** The process at which an event takes place. */
  processOf(id: number): number {
    const delivery = this.delivery(id);
    return delivery < this.processes ? delivery : this.letter(delivery).to;
  }

  /** The number of an event; one that was never met gets its own. */
  eventId({ p, message, coins = '' }: FlpEvent): number {
    const delivery = message === null ? p : this.#letterId({ to: p, message });
    return coins === '' ? delivery : this.#tossedId(delivery, coins);
  }

  /** Every way in which the event (p, m) can take place in that state: one, if no coin is tossed. */
  outcomes(local: number, delivery: number): readonly number[] {
    const known = this.#outcomes[local]!.get(delivery);
    if (known) return known;
    const { p, message } = this.event(delivery);
    const events = everyOutcome(this.#protocol, p, this.#locals[local]!, message).map((outcome) => {
      const event = this.eventId({ p, message, coins: outcome.coins });
      this.#effects[local]!.set(event, {
        local: this.localId(p, outcome.local),
        sends: outcome.sends.map((letter) => this.#letterId(letter)).sort((a, b) => a - b),
      });
      return event;
    });
    this.#outcomes[local]!.set(delivery, events);
    return events;
  }

  /** What process p does in that state when the event happens. */
  effect(local: number, event: number): Effect {
    const known = this.#effects[local]!.get(event);
    if (known) return known;
    this.outcomes(local, this.delivery(event));
    const effect = this.#effects[local]!.get(event);
    if (effect) return effect;
    throw new ProtocolError(`p${this.processOf(event)} does not toss as many coins as were given.`);
  }

  /** The number of a process’s state; one that was never met gets its own. */
  localId(p: number, local: Local): number {
    const key = JSON.stringify([p, local.input, local.output, local.data]);
    const known = this.#localIds.get(key);
    if (known !== undefined) return known;
    const id = this.#locals.push(local) - 1;
    this.#localIds.set(key, id);
    this.#effects.push(new Map());
    this.#outcomes.push(new Map());
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

  #tossedId(delivery: number, coins: string): number {
    const key = `${delivery} ${coins}`;
    const known = this.#tossedIds.get(key);
    if (known !== undefined) return known;
    const id = this.#tossed.push({ delivery, coins }) - 1 + TOSSED;
    this.#tossedIds.set(key, id);
    return id;
  }

  #checked(id: number, what: string): number {
    if (id >= MOST) throw new ProtocolError(`The protocol has more than ${MOST} ${what}.`);
    return id;
  }
}
