import { onFrame, onRequest, requestFrame } from '../player/prose.ts';
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

/** A press on a pointing sentence moves its figure. */
function follow(event: MouseEvent): void {
  const pointer = (event.target as Element).closest<HTMLElement>('a[data-points]');
  if (!pointer || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  const { points: figure, frame } = pointer.dataset;
  const element = document.getElementById(figure!);
  if (!element) return;
  event.preventDefault();
  element.scrollIntoView({ block: 'nearest' });
  requestFrame(figure!, frame!);
}

/** Lights up the sentences that point to where a figure now stands. */
function light(figure: string, label: string | null, index: number): void {
  for (const pointer of document.querySelectorAll<HTMLElement>(`a[data-points="${figure}"]`)) {
    const here = pointer.dataset.frame === label || pointer.dataset.frame === String(index);
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
  observer.observe(element);
}
document.addEventListener('click', follow);
// A figure that does not run yet starts first, and is then asked again.
onRequest((figure, frame) => {
  waiting
    .get(figure)?.()
    .then(() => requestFrame(figure, frame));
});
onFrame(({ figure, label, index }) => light(figure, label, index));
