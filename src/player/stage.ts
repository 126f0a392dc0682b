import type { Component } from 'svelte';
import type { AnyScenario } from '../lab/engine.ts';
import type { AnyFrame } from '../lab/timeline.ts';

/** What a figure's picture is drawn from. It keeps no history of its own. */
export interface StageProps {
  readonly frame: AnyFrame;
  /** All frames of the branch, for totals over time. */
  readonly frames: readonly AnyFrame[];
  readonly scenario: AnyScenario;
  /** The picture's width in CSS pixels; it lays itself out anew below 560. */
  readonly width: number;
}

/** A figure: its picture, its name, and what each colour in it means. */
export interface FigureSpec {
  readonly title: string;
  readonly stage: Component<StageProps>;
  /** Controls of its own, such as a file to open, shown under its head. */
  readonly controls?: Component<ScenarioOpener>;
  /** Rarer ones, in the panel under More. Loaded when that is opened. */
  readonly more?: () => Promise<{ readonly default: Component<ScenarioOpener> }>;
}

export interface ScenarioOpener {
  readonly open: (scenario: AnyScenario) => void;
}

/** The widths a picture is drawn at where its real width is not known. */
export const PRINTED_WIDTHS = [280, 640] as const;
