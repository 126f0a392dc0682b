/**
 * `<lockstep-figure topic="lsm" scenario="crash" frame="rotated">`: a figure on somebody else's
 * page. It is an iframe that follows the figure's height, with commands and events in place of
 * messages. Served as /embed/host.js, at most 2 kB gzipped; docs/embedding.md is the contract.
 */

/** Attributes that stand in the figure's address, and what they are called there. */
const PARAMETERS = {
  frame: 'f',
  /** What was done instead, as Share writes it. */
  run: 'a',
  from: 'from',
  to: 'to',
  controls: 'controls',
  theme: 'theme',
  motion: 'motion',
  autoplay: 'autoplay',
  steps: 'steps',
  print: 'print',
};

/** Those that a running figure is told; any other change loads it anew. */
const TOLD = ['theme', 'motion'];

interface Command {
  readonly type: string;
  readonly [payload: string]: unknown;
}

class LockstepFigure extends HTMLElement {
  static observedAttributes = ['topic', 'scenario', 'title', ...Object.keys(PARAMETERS)];

  #frame?: HTMLIFrameElement;
  /** Commands wait here until the figure can hear them; `null` once it does. */
  #waiting: Command[] | null = [];

  connectedCallback(): void {
    addEventListener('message', this.#hear);
    this.#waiting = [];
    if (this.#frame) {
      // A frame that is moved in its document loads again, from the address it first had.
      for (const name of ['frame', ...TOLD]) {
        this.attributeChangedCallback(name, null, this.getAttribute(name));
      }
      return;
    }
    // A copy of an element brings its frame along.
    this.#frame = this.querySelector('iframe') ?? this.#make();
    // What else stood in the element, a link or a picture, was for readers without this script.
    if (!this.contains(this.#frame)) this.replaceChildren(this.#frame);
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.#hear);
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (!this.#frame || before === value) return;
    if (name === 'title') this.#name(this.#frame);
    else if (name === 'frame' && value !== null) this.goto(value);
    else if (TOLD.includes(name)) this.#send({ type: 'set', [name]: value ?? 'auto' });
    else this.#load(this.#frame);
  }

  /** Steps forward, or back where `by` is below zero. */
  step(by = 1): void {
    this.#send({ type: 'step', by });
  }
  /** Shows a frame: its number from 0, or one of its labels. */
  goto(frame: number | string): void {
    this.#send({ type: 'goto', f: /^\d+$/.test(`${frame}`) ? +frame : frame });
  }
  play(): void {
    this.#send({ type: 'play' });
  }
  pause(): void {
    this.#send({ type: 'pause' });
  }

  #make(): HTMLIFrameElement {
    const frame = document.createElement('iframe');
    frame.loading = 'lazy';
    frame.allow = 'fullscreen; clipboard-write';
    frame.setAttribute('sandbox', 'allow-scripts allow-popups');
    frame.style.cssText = 'display:block;width:100%;aspect-ratio:16/9;border:0';
    this.#load(frame);
    return frame;
  }

  #load(frame: HTMLIFrameElement): void {
    const path = [this.getAttribute('topic'), this.getAttribute('scenario')];
    // The site that this script came from.
    const address = new URL(
      `/embed/${path.map((part) => encodeURIComponent(part ?? '')).join('/')}/`,
      import.meta.url,
    );
    for (const [name, parameter] of Object.entries(PARAMETERS)) {
      const value = this.getAttribute(name);
      // `steps` and `autoplay` may stand without a value.
      if (value !== null) address.searchParams.set(parameter, value || '1');
    }
    this.#waiting = [];
    frame.src = address.href;
    this.#name(frame);
  }

  #name(frame: HTMLIFrameElement): void {
    frame.title = this.title || `Figure: ${this.getAttribute('scenario')}`;
  }

  #send(command: Command): void {
    if (this.#waiting) this.#waiting.push(command);
    else this.#frame!.contentWindow?.postMessage({ lockstep: 1, ...command }, '*');
  }

  #hear = ({ source, data }: MessageEvent): void => {
    // Not the origin: that of a sandboxed frame is the word "null".
    if (data?.lockstep !== 1 || !source || source !== this.#frame?.contentWindow) return;
    const { lockstep: _, type, ...detail } = data;
    if (type === 'resize') {
      this.#frame!.style.height = `${+detail.height}px`;
      return;
    }
    if (type === 'ready') {
      const waited = this.#waiting ?? [];
      this.#waiting = null;
      for (const command of waited) this.#send(command);
    }
    if (['ready', 'frame', 'edge', 'error'].includes(type)) {
      this.dispatchEvent(new CustomEvent(`lockstep-${type}`, { detail, bubbles: true }));
    }
  };
}

// Two figures on a page may each bring the script.
if (!customElements.get('lockstep-figure')) {
  customElements.define('lockstep-figure', LockstepFigure);
}
