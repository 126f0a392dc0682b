/**
 * Joins figures to a reveal.js deck: `Reveal.initialize({ plugins: [Lockstep] })`, or
 * `Lockstep(deck)` for one that runs already. Served as /embed/reveal.js, at most 1 kB gzipped;
 * docs/embedding.md is the contract.
 *
 * Each frame that a figure has yet to show becomes a fragment of its slide, one that is not seen.
 * So the deck itself counts them: keys, clicker, touch, vertical slides, overview, speaker view
 * and progress need nothing of their own, and a slide that is come back to stands at its end.
 */

/** What is used of a deck, by the names of reveal.js 6. */
export interface Deck {
  getRevealElement(): HTMLElement;
  getCurrentSlide(): HTMLElement;
  getPreviousSlide(): HTMLElement | null | undefined;
  on(type: string, listener: () => void): void;
  next(): void;
  prev(): void;
  navigateFragment(index?: number): boolean;
  isPrintView(): boolean;
  isSpeakerNotes(): boolean;
}
/** What a figure says: docs/embedding.md has the shapes. */
interface Told {
  readonly type: string;
  readonly last: number;
  readonly f: number;
  readonly label: string | null;
  readonly atEnd: boolean;
  readonly dir: 'next' | 'prev';
}
/** Does what is asked of one figure: to hear it, or else to show what the deck says. */
type Figure = (told?: Told) => void;
type Frame = HTMLIFrameElement & { lockstep?: Figure };

/** In ms. After that a figure that does not show what it was asked for follows its reader. */
const PATIENCE = 1000;

const ask = (frame: Frame, type: string, f?: number | string) =>
  frame.contentWindow!.postMessage({ lockstep: 1, type, f }, '*');

function join(deck: Deck): void {
  const root = deck.getRevealElement();
  const each = (act: (frame: Frame) => void) => root.querySelectorAll<Frame>('iframe').forEach(act);
  const show = () => each((frame) => frame.lockstep?.());
  let calls: string[] = [];
  const hear = ({ source, data }: MessageEvent) => {
    // What the speaker's window asked of its preview is asked again once there are fragments.
    if (deck.isSpeakerNotes() && /setState|"next"/.test(data)) {
      calls = /setState/.test(data) ? [data] : [...calls, data];
    }
    if (data?.lockstep !== 1) return;
    each((frame) => {
      if (frame.contentWindow !== source) return;
      if (data.type === 'ready' && !frame.lockstep) {
        frame.lockstep = follow(deck, frame, data);
        for (const call of calls) postMessage(call);
      }
      frame.lockstep?.(data);
    });
  };
  deck.on('slidechanged', show);
  deck.on('fragmentshown', show);
  deck.on('fragmenthidden', show);
  if (deck.isPrintView()) each(print);
  else {
    addEventListener('message', hear);
    // One that was ready before the deck was says so once more.
    each((frame) => ask(frame, 'report'));
  }
}

/**
 * On paper a figure is the picture that its page was served with: what is not on the screen does
 * not run. So each is fetched, and one that opens at a label from the address of that frame.
 */
function print(frame: HTMLIFrameElement): void {
  frame.loading = 'eager';
  frame.src = (frame.dataset.src ?? frame.src).replace(
    /(?<=embed.*)\?.*\bf=([a-z][\w-]*)/,
    '$1/$&',
  );
}

function follow(deck: Deck, frame: HTMLIFrameElement, { last, f: start }: Told): Figure {
  const slide = frame.closest('section')!;
  const isCurrent = () => deck.getCurrentSlide() === slide;
  /** `data-stops="label label"` goes from label to label; without it, every frame is a stop. */
  const stops = frame.closest<HTMLElement>('[data-stops]')?.dataset.stops?.split(' ');
  // A slide that the deck has passed, or has come back to, stands at its end.
  const past = isCurrent() ? deck.getPreviousSlide()?.closest('.future') : slide.closest('.past');
  // An element that no browser draws, whatever the slide's layout.
  const marks = document.createElement('datalist');
  marks.innerHTML = `<i class="fragment${past ? ' visible' : ''}"></i>`.repeat(
    stops?.length ?? last - start,
  );
  const { children } = marks;
  const seen = () => marks.querySelectorAll('.visible').length;
  const wanted = () => (seen() && stops?.[seen() - 1]) || start + seen();
  /** Number and label of the frame that it shows. */
  let at: unknown[] = [];
  /** Until when it is waited for, after it was asked for a frame; 0 once it is there. */
  let until = 0;

  const show = () => {
    // Keys that go to a figure out of sight are lost to the deck. The deck itself has it pause.
    if (!isCurrent()) frame.blur();
    else if (until || !at.includes(wanted())) {
      until = Date.now() + PATIENCE;
      ask(frame, 'goto', wanted());
    }
  };

  /** Moved by its reader: the deck's next step is from there. */
  const moved = ({ f, label, atEnd }: Told) => {
    at = [f, label];
    // Of the steps that are on their way, only the last one counts; or it can go no further.
    const there = at.includes(wanted()) || (atEnd && +wanted() > f);
    if (!there && Date.now() < until) return;
    until = 0;
    const step = stops ? stops.indexOf(label!) + 1 : Math.max(f - start, 0);
    // A clip, or another branch, may end earlier.
    while (!stops && atEnd && children.length > step) marks.lastChild!.remove();
    if (children[0] && isCurrent() && (step || !stops)) {
      const first = +(children[0] as HTMLElement).dataset.fragmentIndex!;
      deck.navigateFragment(first + step - 1);
    }
  };

  frame.after(marks);
  // Those of several figures come in the figures' order.
  for (const mark of slide.querySelectorAll<HTMLElement>('datalist>i')) {
    delete mark.dataset.fragmentIndex;
  }
  // The deck counts again.
  deck.navigateFragment();
  return (told) => {
    if (!told) return show();
    const { type, dir } = told;
    if (type === 'frame') moved(told);
    if (type === 'edge') deck[dir === 'next' ? dir : 'prev']();
    if (type === 'ready') {
      at = [];
      show();
    }
  };
}

export default function lockstep(deck?: Deck) {
  if (deck) join(deck);
  return { id: 'lockstep', init: join };
}
