<script lang="ts">
import type { Frame } from '../../../lab/engine.ts';
import type { StageProps } from '../../../player/stage.ts';
import type { BufferAction, BufferEvent, BufferState } from '../engine/engine.ts';

type BufferFrame = Frame<BufferState, BufferAction, BufferEvent>;

const { frame, frames, scenario, width }: StageProps = $props();
const run = $derived(frames as readonly BufferFrame[]);
const { state, events } = $derived(frame as BufferFrame);
const label = $derived(scenario.engine.caption(frame.state, frame.events));

/** Names beside the lane where there is room, above it where there is not. */
const narrow = $derived(width < 560);
const side = $derived(narrow ? 0 : 132);
const laneY = $derived(narrow ? 46 : 4);
const LANE = 48;
const unit = $derived((width - 2 * side) / state.config.capacity);
/** The oldest item stands next to the consumer. */
const slotX = (i: number) => Math.round(width - side - (i + 1) * unit) + 2;
const slotWidth = $derived(Math.round(unit) - 4);

const event = $derived(events[0]);
const touched = $derived(event?.kind === 'put' ? event.item : null);
const makes = $derived(
  state.put < state.config.items ? `next: item ${state.put + 1}` : 'nothing left',
);
const has = $derived(state.taken === 0 ? 'nothing yet' : `last: item ${state.taken}`);

const CHART = 40;
const chartY = $derived(laneY + LANE + 40);
const chartX = (index: number) =>
  Math.round((index / Math.max(1, run.length - 1)) * (width - 8)) + 4;
const levelY = (waiting: number) => chartY + CHART - (waiting / state.config.capacity) * CHART;
/** How many wait, as steps: level until the next frame, then up or down. */
const path = $derived(
  run
    .map(({ index, state: { waiting } }) =>
      index === 0
        ? `M${chartX(0)} ${levelY(waiting.length)}`
        : `H${chartX(index)}V${levelY(waiting.length)}`,
    )
    .join(''),
);
</script>

<svg class="picture" viewBox="0 0 {width} {chartY + CHART + 6}" role="img" aria-label={label}>
  <text class="who" x="0" y={narrow ? 14 : laneY + 21}>producer</text>
  <text class="note" x="0" y={narrow ? 32 : laneY + 38}>{makes}</text>
  <text class="who" x={width} y={narrow ? 14 : laneY + 21} text-anchor="end">consumer</text>
  <text class="note" class:touched={event?.kind === 'taken'} x={width} y={narrow ? 32 : laneY + 38} text-anchor="end">{has}</text>

  {#each { length: state.config.capacity }, i}
    <rect class="well" x={slotX(i)} y={laneY} width={slotWidth} height={LANE} rx="4" />
  {/each}
  {#each state.waiting as item, i (item)}
    <g class="item" class:touched={item === touched}>
      <rect x={slotX(i)} y={laneY} width={slotWidth} height={LANE} rx="4" />
      <text x={slotX(i) + slotWidth / 2} y={laneY + LANE / 2 + 5} text-anchor="middle">{item}</text>
    </g>
  {/each}

  <text class="note" x="0" y={chartY - 12}>waiting: {state.waiting.length} of {state.config.capacity}</text>
  <line class="rule" x1="4" x2={width - 4} y1={chartY + CHART} y2={chartY + CHART} />
  <path class="level" d={path} />
  <circle class="here" cx={chartX(frame.index)} cy={levelY(state.waiting.length)} r="4" />
</svg>

<style>
  .who {
    font-size: 14px;
    font-weight: 600;
  }
  .picture .note {
    font-size: 12.5px;
    fill: var(--soft);
  }
  .picture .note.touched {
    fill: var(--active-ink);
    font-weight: 600;
  }
  .well {
    fill: var(--well);
  }
  .item rect {
    fill: var(--calm);
    transition: x 220ms ease;
  }
  .item.touched rect {
    fill: var(--active);
    stroke: var(--active-line);
  }
  .item text {
    font-family: var(--mono);
    font-size: 14px;
    font-weight: 600;
  }
  .picture .item.touched text {
    fill: var(--on-active);
  }
  .rule {
    stroke: var(--rule);
  }
  .level {
    fill: none;
    stroke: var(--calm-line);
    stroke-width: 1.5;
  }
  .here {
    fill: var(--accent);
  }
  @media (prefers-reduced-motion: reduce) {
    .item rect {
      transition: none;
    }
  }
  :global(html[data-motion='off']) .item rect {
    transition: none;
  }
</style>
