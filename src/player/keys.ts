import type { Player } from './player.svelte.ts';

interface KeyActions {
  help(): void;
  /** True when there was something to leave. */
  escape(): boolean;
}

/** Elements that use the keys themselves: their own meaning wins. What moves by arrows says `data-arrows`. */
export function takesKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches('input:not([type=range]), textarea, select')) return key !== 'Escape';
  // A slider that is not the figure's own moves by them.
  if (target.matches('[type=range]') && !target.closest('.scrubber')) {
    return /^(Arrow|Home|End|Page)/.test(key);
  }
  if (key === ' ') return target.closest('button, a, summary, select, [role=button]') !== null;
  return target.closest('[role=tablist], [data-arrows]') !== null && key.startsWith('Arrow');
}

/**
 * The figure's keys. Those handled go no further, so that a deck or a page that
 * listens to the same keys does not act as well; all others pass.
 */
export function handleKey(event: KeyboardEvent, player: Player, actions: KeyActions): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (takesKey(event.target, event.key)) return;
  const handled = act(event.key, player, actions);
  if (!handled) return;
  event.preventDefault();
  event.stopPropagation();
}

function act(key: string, player: Player, actions: KeyActions): boolean {
  switch (key) {
    case 'ArrowRight':
      player.send({ type: 'STEP' });
      return true;
    case 'ArrowLeft':
      player.send({ type: 'BACK' });
      return true;
    case 'Home':
      player.send({ type: 'FIRST' });
      return true;
    case 'End':
      player.send({ type: 'LAST' });
      return true;
    case ' ':
      player.send({ type: 'TOGGLE' });
      return true;
    case '?':
      actions.help();
      return true;
    case 'Escape':
      return actions.escape();
    default:
      return false;
  }
}
