import type { Component } from 'svelte';
import type { AnyScenario } from '../lab/engine.ts';
import type { AnyFrame, Deviation } from '../lab/timeline.ts';

/** What a figure's picture is drawn from. It keeps no history of its own. */
export interface StageProps {
  readonly frame: AnyFrame;
  /** All frames of the branch, for totals over time. */
  readonly frames: readonly AnyFrame[];
  readonly scenario: AnyScenario;
  /** The picture's width in CSS pixels; it lays itself out anew below 560. */
  readonly width: number;
  /** How a reader plays in it. Not there in print, nor without a script. */
  readonly play?: StagePlay | undefined;
}

/** What the reader tried and may not do: the engine's `explain` in words. */
export interface Refused {
  readonly action: unknown;
  readonly reason: string;
}

/** What a picture that can be played in asks for, and is told. */
export interface StagePlay {
  /** A step along the branch, a what-if, or a refusal for the picture to answer. */
  readonly act: (action: unknown) => void;
  readonly refused: Refused | null;
  /** What is picked out, such as one member: in every figure of the topic on the page. */
  readonly selected: Readonly<Record<string, number>>;
  /** Picks out, or with `null` lets go. */
  readonly select: (what: string, which: number | null) => void;
  /** Goes on from where the branch is now: frame by frame, or at once to its end. */
  readonly run: (how: 'play' | 'end') => void;
}

/** A figure: its picture, its name, and what each colour in it means. */
export interface FigureSpec {
  readonly title: string;
  readonly stage: Component<StageProps>;
  /** Whether the picture itself answers what may not be done; else the caption does. */
  readonly answers?: true;
  /**
   * What it can show, where its topic has more than one engine and a page should not
   * carry them all. Else it is all of the topic's that name it.
   */
  readonly scenarios?: readonly AnyScenario[];
  /**
   * A picture of so many parts that a page with many figures cannot carry it twice:
   * an article draws it for a narrow screen only, until it runs.
   */
  readonly heavy?: true;
  /** The same frame in the formal terms of the field, one press away. Loaded when asked for. */
  readonly formal?: () => Promise<{ readonly default: Component<StageProps> }>;
  /** Controls of its own, such as a file to open, shown under its head. */
  readonly controls?: Component<ScenarioOpener>;
  /** Rarer ones, in the panel under More. Loaded when that is opened. */
  readonly more?: () => Promise<{ readonly default: Component<ScenarioOpener> }>;
}

export interface ScenarioOpener {
  /** The frame that is shown, where the controls stand beside a picture. */
  readonly frame?: AnyFrame;
  /** Opens a scenario; with deviations, on the branch that they make, at one of its frames. */
  readonly open: (scenario: AnyScenario, deviations?: readonly Deviation[], frame?: number) => void;
}

/** The widths a picture is drawn at where its real width is not known. */
export const PRINTED_WIDTHS = [280, 640] as const;
