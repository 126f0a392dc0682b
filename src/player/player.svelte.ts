import { type Actor, createActor } from 'xstate';
import type { AnyScenario } from '../lab/engine.ts';
import { brokenInvariant, IllegalAction } from '../lab/engine.ts';
import type { OpenedLink } from '../lab/link.ts';
import {
  type AnyFrame,
  type Branch,
  branchOf,
  closeBranch,
  labelFrames,
  openTimeline,
  resolveFrame,
  type Timeline,
  take,
} from '../lab/timeline.ts';
import { type PlayerEvent, type PlayerMode, playerMachine } from './machine.ts';
import type { Refused } from './stage.ts';

export interface PlayerStart {
  readonly scenario: AnyScenario;
  /** A frame number or a label. */
  readonly frame?: number | string | undefined;
  /** The scenario's main line, where that has been worked out already. */
  readonly timeline?: Timeline | undefined;
  /** What a link led to; it wins over `frame`. */
  readonly opened?: OpenedLink | undefined;
}

/**
 * A figure's state: the timeline, which branch is shown, and the actor of the
 * player machine. Only this class talks to the machine; components read it.
 */
export class Player {
  #actor: Actor<typeof playerMachine>;
  #snapshot: ReturnType<Actor<typeof playerMachine>['getSnapshot']>;
  timeline: Timeline;
  branchId: number;
  /** Index into the engine's grains. */
  grain = $state(0);
  #clip = $state.raw<(Bounds & { readonly branch: number }) | null>(null);
  /** What could not be followed or done, in words, until the next step. */
  notice: string | null;
  /** What the reader tried at this frame and may not do, until the next step. */
  refused = $state.raw<Refused | null>(null);

  constructor(start: PlayerStart) {
    const opened = Player.#open(start);
    this.timeline = $state.raw(opened.timeline);
    this.branchId = $state(opened.branch);
    this.notice = $state(opened.notice);
    const { frames } = branchOf(opened.timeline, opened.branch);
    const bounds = { first: 0, last: frames.length - 1 };
    const stops = stopsOf(opened.timeline.scenario, frames, 0, bounds);
    this.#actor = createActor(playerMachine, { input: { frame: opened.frame, ...bounds, stops } });
    this.#snapshot = $state.raw(this.#actor.getSnapshot());
    this.#actor.subscribe((snapshot) => {
      this.#snapshot = snapshot;
    });
    this.#actor.start();
  }

  static #open(start: PlayerStart): OpenedLink {
    const { scenario, frame, opened } = start;
    if (opened) return opened;
    const timeline = start.timeline ?? openTimeline(scenario);
    const index = frame === undefined ? 0 : resolveFrame(timeline, 0, String(frame));
    return { timeline, branch: 0, frame: index, notice: null };
  }

  get scenario(): AnyScenario {
    return this.timeline.scenario;
  }
  get branch(): Branch {
    return branchOf(this.timeline, this.branchId);
  }
  get frames(): readonly AnyFrame[] {
    return this.branch.frames;
  }
  get index(): number {
    return Math.min(this.#snapshot.context.frame, this.frames.length - 1);
  }
  get frame(): AnyFrame {
    return this.frames[this.index]!;
  }
  /** The frames that are shown: all of the branch, or those that it was clipped to. */
  get #bounds(): Bounds {
    const last = this.frames.length - 1;
    if (!this.#clip) return { first: 0, last };
    // What a reader did instead goes on to its own end.
    const end = this.branchId === this.#clip.branch ? Math.min(last, this.#clip.last) : last;
    return { first: Math.min(this.#clip.first, end), last: end };
  }
  get first(): number {
    return this.#bounds.first;
  }
  get last(): number {
    return this.#bounds.last;
  }
  get speed(): number {
    return this.#snapshot.context.speed;
  }
  get mode(): PlayerMode {
    return this.#snapshot.value as PlayerMode;
  }
  get caption(): string {
    return this.captionOf(this.frame);
  }
  /** The promise that this frame's state breaks, in words; `null` while all hold. */
  get broken(): string | null {
    const { message } = brokenInvariant(this.scenario.engine, this.frame.state) ?? {};
    // Some engines say it in a phrase, others in a sentence.
    return message?.replace(/\.?$/, '.') ?? null;
  }
  captionOf(frame: AnyFrame): string {
    return this.scenario.engine.caption(frame.state, frame.events);
  }
  /** Frame numbers by label, on the branch that is shown. */
  labels = $derived.by(() => labelFrames(this.timeline.scenario, this.frames));

  /** The labels of the frame that is shown. */
  get labelsHere(): readonly string[] {
    return Object.keys(this.labels).filter((label) => this.labels[label] === this.index);
  }

  /** The actions that could be taken here, in words; the one the run takes next is left out. */
  get choices(): readonly { action: unknown; words: string }[] {
    const { engine } = this.scenario;
    const { state } = this.frame;
    const taken = this.frames[this.index + 1]?.action;
    const own = JSON.stringify(taken ?? null);
    return engine
      .enabled(state)
      .filter((action: unknown) => JSON.stringify(action) !== own)
      .map((action: unknown) => ({ action, words: engine.describe(state, action) }));
  }

  send(event: PlayerEvent): void {
    this.notice = null;
    this.refused = null;
    this.#actor.send(event);
  }

  /** Moves to a label or number; says so where there is no such frame on this branch. */
  goto(wanted: number | string): void {
    try {
      this.send({
        type: 'GOTO',
        frame: resolveFrame(this.timeline, this.branchId, String(wanted)),
      });
    } catch (error) {
      this.notice = `${upperFirst((error as Error).message)}.`;
    }
  }

  /** Shows only the frames between two, numbers or labels. Throws naming one that is not there. */
  clipTo(from: string | null, to: string | null): void {
    const at = (wanted: string | null, other: number) =>
      wanted === null ? other : resolveFrame(this.timeline, this.branchId, wanted);
    const [first, last] = [at(from, 0), at(to, this.frames.length - 1)];
    if (first > last) throw new Error(`frame ${first} comes after frame ${last}`);
    this.#clip = { first, last, branch: this.branchId };
    this.#load(this.branchId, this.index);
  }

  /** Takes an action at this frame. A refusal is kept, for the picture to answer. */
  act(action: unknown): void {
    try {
      const taken = take(this.timeline, this.branchId, this.index, action);
      this.timeline = taken.timeline;
      this.#load(taken.branch, this.index + 1);
    } catch (error) {
      if (!(error instanceof IllegalAction)) throw error;
      this.#actor.send({ type: 'DISMISS' });
      const reason = this.scenario.engine.explain(this.frame.state, action);
      if (reason === null) this.notice = error.message;
      else this.refused = { action, reason };
    }
  }

  show(branch: number): void {
    this.#load(branch, this.index);
  }

  close(branch: number): void {
    const { parent } = branchOf(this.timeline, branch);
    const timeline = closeBranch(this.timeline, branch);
    const stays = timeline.branches.some((b) => b.id === this.branchId);
    const target = stays ? this.branchId : (parent ?? 0);
    const index = this.index;
    this.branchId = target;
    this.timeline = timeline;
    this.#load(target, index);
  }

  setGrain(grain: number): void {
    this.grain = grain;
    this.#load(this.branchId, this.index);
  }

  /** Starts over with another scenario. Throws nothing: its own course is always legal. */
  open(start: PlayerStart): void {
    const opened = Player.#open(start);
    this.#clip = null;
    this.branchId = 0;
    this.timeline = opened.timeline;
    this.grain = Math.min(this.grain, start.scenario.engine.grains.length - 1);
    this.#load(opened.branch, opened.frame);
    this.notice = opened.notice;
  }

  #load(branch: number, frame: number): void {
    this.branchId = branch;
    const bounds = this.#bounds;
    const stops = stopsOf(this.scenario, this.frames, this.grain, bounds);
    this.notice = null;
    this.refused = null;
    this.#actor.send({ type: 'LOAD', frame, ...bounds, stops });
  }

  destroy(): void {
    this.#actor.stop();
  }
}

interface Bounds {
  readonly first: number;
  readonly last: number;
}

function stopsOf(
  { engine }: AnyScenario,
  frames: readonly AnyFrame[],
  grain: number,
  { first, last }: Bounds,
): readonly number[] {
  return frames
    .slice(first, last + 1)
    .filter((f) => f.index === first || f.index === last || engine.grain(f.events) >= grain)
    .map((f) => f.index);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
