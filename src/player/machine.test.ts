import { describe, expect, test } from 'vitest';
import { createActor, SimulatedClock } from 'xstate';
import { type PlayerEvent, playerMachine } from './machine.ts';

function start(last = 10, stops = Array.from({ length: last + 1 }, (_, i) => i), frame = 0) {
  const clock = new SimulatedClock();
  const actor = createActor(playerMachine, { clock, input: { frame, first: 0, last, stops } });
  actor.start();
  const at = () => `${actor.getSnapshot().value} ${actor.getSnapshot().context.frame}`;
  const send = (...events: (PlayerEvent['type'] | PlayerEvent)[]) => {
    for (const e of events) actor.send(typeof e === 'string' ? ({ type: e } as PlayerEvent) : e);
    return at();
  };
  return { actor, clock, send, at };
}

describe('the player', () => {
  test('starts paused and plays nothing by itself', () => {
    const { clock, at } = start();
    clock.increment(60_000);
    expect(at()).toBe('paused 0');
  });

  test('steps and goes back, and stops at either end', () => {
    const { send } = start(2);
    expect(send('BACK')).toBe('paused 0');
    expect(send('STEP')).toBe('paused 1');
    expect(send('STEP')).toBe('ended 2');
    expect(send('STEP')).toBe('ended 2');
    expect(send('BACK')).toBe('paused 1');
    expect(send('LAST')).toBe('ended 2');
    expect(send('FIRST')).toBe('paused 0');
  });

  test('plays a beat at a time by the injected clock, and ends', () => {
    const { clock, send, at } = start(2);
    send('PLAY');
    clock.increment(799);
    expect(at()).toBe('playing 0');
    clock.increment(1);
    expect(at()).toBe('playing 1');
    clock.increment(800);
    expect(at()).toBe('ended 2');
    expect(send('PLAY')).toBe('playing 0');
  });

  test('speed shortens the beat, and a pause holds', () => {
    const { clock, send, at } = start();
    send('PLAY', { type: 'SPEED', speed: 4 });
    clock.increment(200);
    expect(at()).toBe('playing 1');
    clock.increment(200);
    expect(at()).toBe('playing 2');
    send('PAUSE');
    clock.increment(4_000);
    expect(at()).toBe('paused 2');
  });

  test('a grain makes Step, Back and Play halt at its stops only', () => {
    const { clock, send, at } = start(10, [0, 4, 7, 10]);
    expect(send('STEP', 'STEP')).toBe('paused 7');
    expect(send({ type: 'GOTO', frame: 6 }, 'BACK')).toBe('paused 4');
    send('PLAY');
    clock.increment(800);
    expect(at()).toBe('playing 7');
    clock.increment(800);
    expect(at()).toBe('ended 10');
  });

  test('scrubbing suspends play and settles where it is let go', () => {
    const { clock, send } = start();
    send('PLAY');
    expect(send({ type: 'SCRUB', frame: 6 })).toBe('scrubbing 6');
    clock.increment(5_000);
    expect(send({ type: 'SCRUB', frame: 99 })).toBe('scrubbing 10');
    expect(send('SCRUB_END')).toBe('ended 10');
  });

  test('choosing a what-if suspends play; loading its frames settles there', () => {
    const { clock, send } = start();
    expect(send('PLAY', 'WHAT_IF')).toBe('branching 0');
    clock.increment(5_000);
    const load: PlayerEvent = { type: 'LOAD', first: 0, frame: 1, last: 3, stops: [0, 1, 2, 3] };
    expect(send(load)).toBe('paused 1');
    expect(send('WHAT_IF', 'DISMISS')).toBe('paused 1');
  });

  test('stays between the frames that it was clipped to', () => {
    const { send } = start();
    expect(send({ type: 'LOAD', frame: 0, first: 3, last: 5, stops: [3, 4, 5] })).toBe('paused 3');
    expect(send('BACK')).toBe('paused 3');
    expect(send('LAST', 'STEP')).toBe('ended 5');
    expect(send('FIRST')).toBe('paused 3');
    expect(send({ type: 'GOTO', frame: 9 })).toBe('ended 5');
    expect(send({ type: 'GOTO', frame: 1 })).toBe('paused 3');
  });
});
