import { textWidth } from '../../../player/drawing/text-width.ts';
import { wrap } from '../../../player/text.ts';
import type { ChipSpec } from './log-chips.ts';
import { type Box, cellBox, type LogLayout, labelBox, lettersIn, planTopOf } from './log-layout.ts';
import type { Halo } from './log-play.ts';
import { Sheet } from './log-sheet.ts';
import type { LogCell, LogColumn, LogRow, LogView } from './log-view.ts';
import { hatPath, roundedRect, short } from './shapes.ts';

/** What stands below the rows, which needs room of its own. */
export interface Below {
  /** How far it is moved down, by an answer that stands above it. */
  readonly shift: number;
  /** Commands to keep room for. */
  readonly waiting: number;
}

/** What a reader can do, where the picture is played in. */
export interface Playable {
  readonly halo: Halo | null;
  readonly may: (member: number, slot: number) => boolean;
  /** Members who may promise the ballot under way: one outline round the whole row. */
  readonly rows: readonly number[];
  readonly picked: number | undefined;
}

export interface LogDrawing {
  readonly sheet: Sheet;
  readonly chips: readonly ChipSpec[];
  /** Where the answer begins. */
  readonly answerTop: number;
  /** Where the client's next command stands. */
  readonly next: Box;
  readonly height: number;
}

const ORDER = [
  ...['band', 'band gone', 'cell', 'cell gap', 'hatch', 'cell solid', 'cell touched'],
  ...['may', 'halo'],
];
const LEGEND =
  'in 0: accepted in ballot 0; lock: known there to be chosen, hollow: known to nobody; heavy frame: a quorum’s vote; green line: applied; hatched: gap; dash: no-op';
const CLIENT = 52;

export const boxPath = ({ x, y, width, height }: Box, margin = 0, radius = 6): string =>
  roundedRect(
    x - margin,
    y - margin,
    width + 2 * margin,
    height + 2 * margin,
    radius + margin / 1.5,
  );

/** Lines across a box that has nothing in it. */
function hatchPath({ x, y, width, height }: Box): string {
  let d = `M${short(x)} ${short(y)}`;
  let [penX, penY] = [0, 0];
  for (let at = 10; at < width + height - 4; at += 11) {
    const [left, bottom] = [Math.max(0, at - height), Math.min(at, height)];
    const [right, top] = [Math.min(at, width), Math.max(0, at - width)];
    d += `m${left - penX} ${bottom - penY}l${right - left} ${top - bottom}`;
    [penX, penY] = [right, top];
  }
  return d;
}

/** A log in shapes and words. */
export function drawLog(
  view: LogView,
  layout: LogLayout,
  width: number,
  below: Below,
  play: Playable | null,
): LogDrawing {
  const sheet = new Sheet(ORDER);
  const chips: ChipSpec[] = [];
  drawHeads(sheet, view, layout, width);
  for (const row of view.rows) {
    drawLabel(sheet, row, layout, width, play !== null);
    drawFacts(sheet, row, layout);
    for (const cell of row.cells) drawCell(sheet, chips, row, cell, layout);
  }
  if (play) drawPlayable(sheet, view, layout, play);
  drawStrip(sheet, chips, view, layout);
  return { sheet, chips, ...drawBelow(sheet, chips, view, layout, width, below) };
}

const middleOf = ({ left, pitch, cellWidth }: LogLayout, slot: number) =>
  left + slot * pitch + cellWidth / 2;

function drawHeads(sheet: Sheet, view: LogView, layout: LogLayout, width: number): void {
  const { mode, knowsLeft, heardLeft } = layout;
  const narrow = mode === 'narrow';
  const y = layout.top - layout.labelHeight - (narrow ? 8 : 12);
  const lines = layout.lines === 0 ? [] : wrap(view.sentence, lettersIn(width));
  lines.forEach((text, i) => {
    sheet.text('note', 0, 12 + i * 17, text);
  });
  if (!narrow) sheet.text('note', 10, y, 'slot');
  for (const { slot, touched } of view.columns) {
    const named = narrow && slot === 0 && layout.pitch >= 48;
    const className = touched ? 'name mid now' : 'name mid';
    sheet.text(className, middleOf(layout, slot), y, `${named ? 'slot ' : ''}${slot + 1}`);
  }
  if (knowsLeft !== null) {
    sheet.text('head', knowsLeft, y - (mode === 'wide' ? 17 : 0), 'Applied');
    if (mode === 'wide') sheet.text('note', knowsLeft, y, 'in order, to the first hole');
  }
  if (heardLeft !== null) {
    const who = view.leader ? `${view.leader.name} has heard` : 'Heard';
    sheet.text('head', heardLeft, y - 17, who);
    sheet.text('note', heardLeft, y, view.heard || 'nobody leads');
  }
}

function drawLabel(
  sheet: Sheet,
  row: LogRow,
  layout: LogLayout,
  width: number,
  all: boolean,
): void {
  const top = layout.top + row.member * layout.rowHeight;
  const { labelHeight, cellHeight } = layout;
  if (row.touched) {
    const height = labelHeight + cellHeight + 14;
    const band = roundedRect(-4, top - labelHeight - 4, width + 8, height, 6);
    sheet.path(row.up ? 'band' : 'band gone', band);
  }
  const down = row.up ? '' : ' down';
  const hat = row.hat !== 'none' ? row.hat : all ? 'idle' : null;
  if (layout.mode === 'narrow') {
    const y = top - 9;
    const says = row.waits && width >= 330 ? row.waits : row.applied;
    sheet.text(`name${down}`, 0, y, row.name);
    if (hat) sheet.path(`hat ${hat}`, hatPath(39, y, 24));
    sheet.text(`note${down}`, hat ? 57 : 26, y, `${row.up ? row.promised : 'down'} · ${says}`);
    return;
  }
  const centre = top + cellHeight / 2;
  sheet.text(`name${down}`, 10, centre - 3, row.name);
  if (hat) sheet.path(`hat ${hat}`, hatPath(57, centre - 3, 28));
  sheet.text(`note${down}`, 10, centre + 14, row.up ? row.promised : 'down');
}

/** What it has applied, and what the leader has heard of it. */
function drawFacts(sheet: Sheet, row: LogRow, layout: LogLayout): void {
  const { left, pitch, cellWidth, cellHeight, knowsLeft, heardLeft } = layout;
  const top = layout.top + row.member * layout.rowHeight;
  const centre = top + cellHeight / 2;
  if (row.prefix > 0) {
    const end = left + (row.prefix - 1) * pitch + cellWidth;
    const line = `M${short(left)} ${short(top + cellHeight + 5)}H${short(end)}`;
    sheet.path(row.grew ? 'applied grew' : 'applied', line);
  }
  if (knowsLeft !== null) {
    const brief = row.applied.replace('applied ', '').replace('nothing applied', 'nothing');
    const tone = row.grew ? ' strong grew' : row.prefix === 0 ? ' quiet' : '';
    const y = row.waits ? centre - 3 : centre + 5;
    sheet.text(`fact${tone}`, knowsLeft, y, layout.mode === 'wide' ? row.applied : brief);
    sheet.text('note', knowsLeft, centre + 14, row.waits);
  }
  if (heardLeft !== null) {
    const quiet = row.heard === 'not heard from' ? ' quiet' : '';
    sheet.text(`fact${quiet}`, heardLeft, centre + 5, row.heard);
  }
}

function drawCell(
  sheet: Sheet,
  chips: ChipSpec[],
  row: LogRow,
  cell: LogCell,
  layout: LogLayout,
): void {
  const box = cellBox(layout, row.member, cell.slot, Number.POSITIVE_INFINITY);
  const look = cell.touched ? ' touched' : cell.solid ? ' solid' : '';
  sheet.path(`cell${cell.gap ? ' gap' : look}`, boxPath(box));
  if (cell.gap) sheet.path('hatch', hatchPath(box));
  if (cell.value === null) return;
  const x = box.x + box.width / 2;
  const chip = { value: cell.value, x, y: box.y + 15, width: layout.chipWidth };
  chips.push(row.up ? chip : { ...chip, look: 'open' });
  const small = layout.cellWidth < 44;
  const told = cell.known && !small ? (cell.overruled ?? 'told') : '';
  const words = cell.ballot === null ? told : small ? String(cell.ballot) : `in ${cell.ballot}`;
  const lock = cell.known ? 10 + (words ? 4 : 0) : 0;
  const start = x - (lock + words.length * 6.2) / 2;
  const bottom = box.y + box.height;
  if (cell.known) sheet.lock(start, bottom - 17, false);
  const struck = cell.overruled !== null && words === cell.overruled;
  sheet.text(struck ? 'word struck' : 'word', start + lock, bottom - 6, words);
}

function drawPlayable(sheet: Sheet, view: LogView, layout: LogLayout, play: Playable): void {
  const { halo, may, rows, picked } = play;
  const members = view.rows.length;
  const slots = view.columns.length;
  const rowBox = (member: number): Box => ({
    ...cellBox(layout, member, 0, members),
    width: slots * layout.pitch - (layout.pitch - layout.cellWidth),
  });
  for (const { member, cells } of view.rows) {
    if (rows.includes(member)) sheet.path('may', boxPath(rowBox(member), 2));
    for (const { slot } of view.columns) {
      if (!may(member, slot)) continue;
      // A frame that says something of its own stays to be seen.
      const { solid, touched } = cells[slot]!;
      const box = cellBox(layout, member, slot, members);
      sheet.path('may', boxPath(box, solid || touched ? 2.5 : 0));
    }
  }
  if (picked !== undefined && picked < members) {
    sheet.path('may', boxPath(labelBox(layout, picked, 'name')));
  }
  if (!halo) return;
  const box =
    halo.on === 'row'
      ? rowBox(halo.member)
      : halo.on === 'cell'
        ? cellBox(layout, halo.member, halo.slot, members)
        : labelBox(layout, halo.member, halo.on);
  sheet.path('halo', boxPath(box, halo.on === 'row' ? 4 : 3));
}

/** Under the columns: what the leader puts into each slot, and what became of it. */
function drawStrip(sheet: Sheet, chips: ChipSpec[], view: LogView, layout: LogLayout): void {
  const narrow = layout.mode === 'narrow';
  const top = planTopOf(layout);
  const { leader } = view;
  if (narrow) {
    const puts = leader ? `${leader.name} puts, in ballot ${leader.ballot}` : 'Nobody leads';
    sheet.text('head', 0, layout.stripTop + 6, puts);
  } else {
    sheet.text('head', 10, top + 14, leader ? `${leader.name} puts` : 'Nobody leads');
    sheet.text('note', 10, top + 31, leader ? `in ballot ${leader.ballot}` : '');
    sheet.text('note', 10, top + 70, 'the slot is');
  }
  for (const column of view.columns) drawColumn(sheet, chips, column, layout);
  const right = layout.left + view.columns.length * layout.pitch - 6;
  sheet.path('dash', `M${short(layout.left)} ${short(top + 46)}H${short(right)}`);
}

function drawColumn(sheet: Sheet, chips: ChipSpec[], column: LogColumn, layout: LogLayout): void {
  const { plan, status, touched } = column;
  const x = middleOf(layout, column.slot);
  const top = planTopOf(layout);
  if (plan) {
    const known = plan.kind === 'known';
    if (known) sheet.lock(x - 5, top + 4, false);
    else if (plan.value !== null) {
      const look = plan.kind === 'proposed' ? 'open' : 'dashed';
      chips.push({ value: plan.value, x, y: top + 11, width: layout.chipWidth, look });
    } else sheet.path('dash', `M${short(x - 4)} ${short(top + 11)}h8`);
    const todo = plan.kind === 'copy' || plan.kind === 'gap';
    // Words that do not fit under a narrow column give way to a glyph.
    const word = known && layout.pitch < 54 ? '' : plan.word;
    sheet.text(todo ? 'word mid strong todo' : 'word mid', x, top + 36, word);
  }
  const word = layout.pitch < 68 ? column.short : column.word;
  const locked = status === 'chosen' || status === 'unknown';
  const room = word === '' ? 0 : 5 + textWidth(word, 12.5);
  if (locked) sheet.lock(x - (10 + room) / 2, top + 58, status === 'unknown');
  const bad = status === 'gap' || status === 'unknown';
  const tone = touched ? ' strong now' : bad ? ' strong down' : locked ? ' strong' : '';
  sheet.text(`word mid${tone}`, locked ? x + 7.5 : x, top + 70, word);
}

function drawBelow(
  sheet: Sheet,
  chips: ChipSpec[],
  view: LogView,
  layout: LogLayout,
  width: number,
  { shift, waiting }: Below,
): Pick<LogDrawing, 'answerTop' | 'next' | 'height'> {
  const { mode } = layout;
  const wide = mode === 'wide';
  const narrow = mode === 'narrow';
  const top = planTopOf(layout);
  const status = top + 66;
  // Under the title, or beside it where it stands at the left.
  const at = wide
    ? { x: layout.knowsLeft!, y: top + 14, dx: 0, dy: 24 }
    : narrow
      ? { x: 0, y: status + shift + 44, dx: 0, dy: 24 }
      : { x: 10, y: status + shift + 44, dx: layout.left - 10, dy: -4 };
  sheet.text(wide ? 'head' : 'note', at.x, at.y, wide ? 'Clients wait' : 'clients wait');
  const perLine = Math.max(1, Math.floor((width - at.x - at.dx) / CLIENT));
  const lines = Math.ceil(Math.max(1, waiting) / perLine);
  const place = (i: number) => ({
    x: at.x + at.dx + (i % perLine) * CLIENT + 24,
    y: at.y + at.dy + Math.floor(i / perLine) * 28,
  });
  view.waiting.forEach(({ value, fresh }, i) => {
    const { x, y } = place(i);
    if (fresh) sheet.path('sent', roundedRect(x - 26, y - 14, CLIENT, 28, 6));
    chips.push({ value, x, y, width: 42, look: 'open' });
  });
  if (view.waiting.length === 0) sheet.text('note', at.x + at.dx, at.y + at.dy + 4, 'none');
  const left = narrow ? 0 : 10;
  const legend = wrap(LEGEND, lettersIn(width - left));
  const legendY = wide ? status + shift + 44 : at.y + at.dy + lines * 28 + 12;
  legend.forEach((text, i) => {
    sheet.text('note', left, legendY + i * 18, text);
  });
  const next = place(view.waiting.length === 0 ? 1 : view.waiting.length);
  return {
    answerTop: status + 22,
    next: { x: next.x - 24, y: next.y - 13, width: 48, height: 26 },
    height: legendY + (legend.length - 1) * 18 + 6,
  };
}
