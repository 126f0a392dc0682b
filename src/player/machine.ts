import { assign, createMachine } from 'xstate';

/** Frames a second at speed 1. */
const BEATS_PER_SECOND = 1.25;
export const SPEEDS = [0.5, 1, 2, 4, 8] as const;

/**
 * What the player knows: where it stands among the frames, never what is in
 * them. `stops` are the frames that Step and Back halt at, ascending, for the
 * grain the reader chose; first and last frame are always among them.
 */
export interface PlayerContext {
  readonly frame: number;
  readonly first: number;
  readonly last: number;
  readonly stops: readonly number[];
  readonly speed: number;
}

export type PlayerEvent =
  | { readonly type: 'STEP' | 'BACK' | 'FIRST' | 'LAST' | 'PLAY' | 'PAUSE' | 'TOGGLE' }
  | { readonly type: 'GOTO'; readonly frame: number }
  | { readonly type: 'SCRUB'; readonly frame: number }
  | { readonly type: 'SCRUB_END' }
  | { readonly type: 'SPEED'; readonly speed: number }
  /** Other frames to stand on: another branch, scenario or grain. */
  | {
      readonly type: 'LOAD';
      readonly frame: number;
      readonly first: number;
      readonly last: number;
      readonly stops: readonly number[];
    }
  /** Open and leave the choice of another action. */
  | { readonly type: 'WHAT_IF' | 'DISMISS' };

/** The states by name. */
export type PlayerMode = 'settling' | 'paused' | 'playing' | 'scrubbing' | 'ended' | 'branching';

export function nextStop({ stops, frame, last }: PlayerContext): number {
  return stops.find((s) => s > frame) ?? last;
}

export function previousStop({ stops, frame, first }: PlayerContext): number {
  return stops.findLast((s) => s < frame) ?? first;
}

const clamp = (frame: number, { first, last }: Pick<PlayerContext, 'first' | 'last'>) =>
  Math.max(first, Math.min(last, Math.round(frame)));

/**
 * Paused, playing, scrubbing, ended or branching. Time comes only from the
 * actor's clock, so that a test can hold it. Engine state is never in here.
 * Not by `setup`, which brings to every page all that a machine could do.
 */
export const playerMachine = createMachine(
  {
    types: {} as {
      context: PlayerContext;
      events: PlayerEvent;
      input: Omit<PlayerContext, 'speed'> & { speed?: number };
    },
    id: 'player',
    context: ({ input }) => ({ speed: 1, ...input }),
    initial: 'settling',
    on: {
      STEP: { target: '.settling', actions: 'advance' },
      BACK: { target: '.settling', actions: 'retreat' },
      FIRST: { target: '.settling', actions: 'rewind' },
      LAST: { target: '.settling', actions: 'finish' },
      GOTO: { target: '.settling', actions: 'move' },
      LOAD: { target: '.settling', actions: 'load' },
      SCRUB: { target: '.scrubbing', actions: 'move' },
      SPEED: { actions: 'setSpeed' },
      WHAT_IF: '.branching',
    },
    states: {
      settling: {
        always: [{ guard: 'atLast', target: 'ended' }, { target: 'paused' }],
      },
      paused: {
        on: { PLAY: 'playing', TOGGLE: 'playing' },
      },
      playing: {
        after: {
          beat: [
            { guard: 'atLast', target: 'ended' },
            { target: 'playing', actions: 'advance', reenter: true },
          ],
        },
        always: { guard: 'atLast', target: 'ended' },
        on: {
          PAUSE: 'paused',
          TOGGLE: 'paused',
          SPEED: { target: 'playing', actions: 'setSpeed', reenter: true },
        },
      },
      scrubbing: {
        on: { SCRUB: { actions: 'move' }, SCRUB_END: 'settling' },
      },
      ended: {
        // Play at the end starts over, as players do.
        on: {
          PLAY: { target: 'playing', actions: 'rewind' },
          TOGGLE: { target: 'playing', actions: 'rewind' },
        },
      },
      branching: {
        on: { DISMISS: 'settling' },
      },
    },
  },
  {
    delays: {
      beat: ({ context }) => 1000 / (BEATS_PER_SECOND * context.speed),
    },
    guards: {
      atLast: ({ context }) => context.frame >= context.last,
    },
    actions: {
      advance: assign({ frame: ({ context }) => nextStop(context) }),
      retreat: assign({ frame: ({ context }) => previousStop(context) }),
      rewind: assign({ frame: ({ context }) => context.first }),
      finish: assign({ frame: ({ context }) => context.last }),
      move: assign({
        frame: ({ context, event }) =>
          'frame' in event ? clamp(event.frame, context) : context.first,
      }),
      load: assign(({ event }) => {
        if (event.type !== 'LOAD') return {};
        const { first, last, stops, frame } = event;
        return { first, last, stops, frame: clamp(frame, event) };
      }),
      setSpeed: assign({
        speed: ({ context, event }) => (event.type === 'SPEED' ? event.speed : context.speed),
      }),
    },
  },
);
