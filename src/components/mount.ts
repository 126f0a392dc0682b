import { type FrameNews, onFrame, onRequest, requestFrame } from '../player/prose.ts';
import type { Mount } from './start-figure.ts';

/** How near a figure must be before its code is fetched. */
const NEAR = '600px 0px';
/** Figures that do not run yet, and how each is started; starting twice is starting once. */
const waiting = new Map<string, () => Promise<void>>();

/** Nothing of a figure but this file is fetched before it is near. */
async function start(element: Element, mount: Mount): Promise<void> {
  const { startFigure } = await import('./start-figure.ts');
  await startFigure(element, mount);
  waiting.delete(mount.id);
}

function mountOf(element: Element): Mount {
  return JSON.parse((element as HTMLElement).dataset.mount!) as Mount;
}

/** What starts on the way moves what is below it, and that can stop a smooth scroll short. */
const SETTLED_MS = 800;
function comeTo(element: Element): void {
  const { top, bottom } = element.getBoundingClientRect();
  const seen = bottom > 0 && top < window.innerHeight;
  if (!seen) element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
}

/** A press on a pointing sentence moves its figure. */
function follow(event: MouseEvent): void {
  const pointer = (event.target as Element).closest<HTMLElement>('a[data-points]');
  if (!pointer || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  const { points: figure, frame, scenario } = pointer.dataset;
  const element = document.getElementById(figure!);
  if (!element) return;
  event.preventDefault();
  element.scrollIntoView({ block: 'nearest' });
  setTimeout(() => comeTo(element), SETTLED_MS);
  requestFrame({ figure: figure!, frame: frame!, scenario });
}

/** Lights up the sentences that point to where a figure now stands. */
function light({ figure, scenario, labels, index }: FrameNews): void {
  for (const pointer of document.querySelectorAll<HTMLElement>(`a[data-points="${figure}"]`)) {
    const { frame, scenario: own } = pointer.dataset;
    const here = own === scenario && (labels.includes(frame!) || frame === String(index));
    if (here) pointer.setAttribute('aria-current', 'true');
    else pointer.removeAttribute('aria-current');
  }
}

const observer = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      observer.unobserve(entry.target);
      waiting.get(mountOf(entry.target).id)?.();
    }
  },
  { rootMargin: NEAR },
);
for (const element of document.querySelectorAll<HTMLElement>('[data-mount]')) {
  const mount = mountOf(element);
  let started: Promise<void> | undefined;
  waiting.set(mount.id, () => {
    started ??= start(element, mount);
    return started;
  });
  // Out of sight in another page's frame, nothing is ever said to be near. Whether it is to wait
  // until it is seen is for that page to say, with the frame's own `loading`.
  if (window.parent !== window) waiting.get(mount.id)!();
  else if (!mount.waits) observer.observe(element);
  else {
    element.querySelector('[data-run]')?.addEventListener('click', () => {
      waiting
        .get(mount.id)?.()
        .then(() => document.getElementById(mount.id)?.focus());
    });
  }
}
document.addEventListener('click', follow);
// A figure that does not run yet starts first, and is then asked again.
onRequest((wanted) => {
  waiting
    .get(wanted.figure)?.()
    .then(() => requestFrame(wanted));
});
onFrame(light);
