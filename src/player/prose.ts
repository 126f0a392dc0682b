/** How prose and figures of one page find each other: by the figure's id and a frame's label. */
export interface FrameNews {
  readonly figure: string;
  readonly scenario: string;
  readonly index: number;
  /** Of the frame: one may have several. */
  readonly labels: readonly string[];
}

const NEWS = 'lockstep:frame';
const GOTO = 'lockstep:goto';

/** Tells the page where a figure now stands. */
export function announceFrame(detail: FrameNews): void {
  document.dispatchEvent(new CustomEvent<FrameNews>(NEWS, { detail }));
}

export function onFrame(listener: (news: FrameNews) => void): void {
  document.addEventListener(NEWS, (event) => listener((event as CustomEvent<FrameNews>).detail));
}

/** Where a figure should go: a label or a frame number, of the scenario it shows or of another. */
export interface Wanted {
  readonly figure: string;
  readonly frame: string;
  readonly scenario?: string | undefined;
}

/** Asks a figure to move. */
export function requestFrame(detail: Wanted): void {
  document.dispatchEvent(new CustomEvent<Wanted>(GOTO, { detail }));
}

/** Hears every request, whichever figure it is for. Returns the function that stops listening. */
export function onRequest(listener: (wanted: Wanted) => void): () => void {
  const handler = (event: Event) => listener((event as CustomEvent<Wanted>).detail);
  document.addEventListener(GOTO, handler);
  return () => document.removeEventListener(GOTO, handler);
}

/** Returns the function that stops listening. */
export function onGoto(figure: string, listener: (wanted: Wanted) => void): () => void {
  return onRequest((wanted) => wanted.figure === figure && listener(wanted));
}
