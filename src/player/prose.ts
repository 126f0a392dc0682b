/** How prose and figures of one page find each other: by the figure's id and a frame's label. */
export interface FrameNews {
  readonly figure: string;
  readonly index: number;
  readonly label: string | null;
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

/** Asks a figure to move to a label or a frame number. */
export function requestFrame(figure: string, frame: string): void {
  document.dispatchEvent(new CustomEvent(GOTO, { detail: { figure, frame } }));
}

/** Hears every request, whichever figure it is for. Returns the function that stops listening. */
export function onRequest(listener: (figure: string, frame: string) => void): () => void {
  const handler = (event: Event) => {
    const { detail } = event as CustomEvent<{ figure: string; frame: string }>;
    listener(detail.figure, detail.frame);
  };
  document.addEventListener(GOTO, handler);
  return () => document.removeEventListener(GOTO, handler);
}

/** Returns the function that stops listening. */
export function onGoto(figure: string, listener: (frame: string) => void): () => void {
  return onRequest((wanted, frame) => wanted === figure && listener(frame));
}
