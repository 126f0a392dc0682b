import { clientBox, type FastLayout, fastCell, headBox, memberBox } from './fast-layout.ts';
import type { Halo } from './fast-play.ts';
import type { FastCell, FastColumn, FastRow, FastView } from './fast-view.ts';
import { type Answer, INDENT, type LaidAnswer } from './log-answer.ts';
import { boxPath } from './log-draw.ts';
import { Sheet } from './log-sheet.ts';
import { cross, hatClass, hatPath, type PieceSpec, roundedRect } from './shapes.ts';

/** What a reader can do, where the picture is played in. */
export interface Playable {
  readonly halo: Halo | null;
  readonly may: (member: number, ballot: number) => boolean;
  readonly picked: number | undefined;
}

export interface FastDrawing {
  readonly sheet: Sheet;
  readonly pieces: readonly PieceSpec[];
}

const ORDER = ['band', 'focus', 'cell', 'cell shut', 'cell solid', 'cell touched', 'may', 'halo'];

/** All small pieces are of one size, so that they are few elements. */
const SMALL = 18;
const small = (value: number) => (value % 3 === 2 ? 15.25 : SMALL);

/** A fast ballot, and the classic ones beside it, in shapes and words. */
export function drawFast(
  view: FastView,
  layout: FastLayout,
  width: number,
  play: Playable | null,
): FastDrawing {
  const sheet = new Sheet(ORDER);
  const pieces: PieceSpec[] = [];
  for (const column of view.columns) {
    drawHead(sheet, column, layout);
    drawChips(sheet, pieces, column, layout);
  }
  drawTitles(sheet, view, layout);
  for (const row of view.rows) {
    drawRow(sheet, pieces, row, layout, layout.beside ? layout.x - 12 : width);
  }
  drawSent(sheet, pieces, view, layout, play !== null);
  if (play) drawPlayable(sheet, view, layout, play);
  return { sheet, pieces };
}

/** The values that an answer speaks of, beside its lines. */
export function answerPieces(answer: Answer, laid: LaidAnswer, layout: FastLayout): PieceSpec[] {
  return answer.lines.flatMap(({ piece }, i): PieceSpec[] => {
    if (piece === undefined) return [];
    const y = layout.y + laid.lines[i]!.y - 5;
    return [{ value: piece, x: layout.x + INDENT + 10, y, size: small(piece) }];
  });
}

function drawHead(sheet: Sheet, column: FastColumn, layout: FastLayout): void {
  const { ballot, focused, title, note, hat } = column;
  const x = layout.left + ballot * layout.pitch + layout.cellWidth / 2;
  if (focused) {
    const left = layout.left + ballot * layout.pitch - 4;
    sheet.path('focus', roundedRect(left, 2, layout.cellWidth + 8, layout.stripBottom - 2, 8));
  }
  const tone = focused ? ' todo' : '';
  sheet.text(`name mid${tone}`, x, 22, String(ballot));
  const anyone = note === 'anyone';
  if (layout.pitch < 46) {
    // No room for both: a hat says that the ballot is classic.
    sheet.text(`note mid${tone}`, x, 40, anyone ? title : note);
    if (!anyone) sheet.path(`hat ${hatClass(hat)}`, hatPath(x, 61, 24));
    return;
  }
  sheet.text(`note mid${tone}`, x, 40, title);
  if (anyone) {
    sheet.text('note mid', x, 60, note);
    return;
  }
  sheet.path(`hat ${hatClass(hat)}`, hatPath(x - 14, 61, 24));
  sheet.text('note', x + 4, 60, note);
}

function drawTitles(sheet: Sheet, view: FastView, layout: FastLayout): void {
  const { narrow, heardLeft, stripTop } = layout;
  sheet.text('note', narrow ? 0 : 10, 22, 'ballot');
  if (!narrow) sheet.text('note', 10, 60, 'led by');
  if (view.heardTitle) {
    const count = narrow ? view.heardCount.split(':')[0]! : view.heardCount;
    sheet.text('head', heardLeft, 41, narrow ? 'heard' : view.heardTitle);
    sheet.text('note', heardLeft, 60, count);
  }
  if (!narrow) {
    sheet.text('head', 10, stripTop + 17, 'can still win');
    sheet.text('note', 10, stripTop + 36, 'votes so far');
    return;
  }
  ['can', 'still', 'win'].forEach((line, i) => {
    sheet.text('note', 0, stripTop + 16 + i * 17, line);
  });
}

function drawRow(
  sheet: Sheet,
  pieces: PieceSpec[],
  row: FastRow,
  layout: FastLayout,
  right: number,
): void {
  const { narrow, heardLeft, cellHeight } = layout;
  const top = layout.top + row.member * layout.rowHeight;
  const centre = top + cellHeight / 2;
  if (row.touched) sheet.path('band', roundedRect(-4, top - 3, right + 4, cellHeight + 6, 6));
  sheet.text('name', narrow ? 2 : 10, narrow ? centre + 5 : centre - 3, row.name);
  if (!narrow) sheet.text('note', 10, centre + 14, row.note);
  for (const cell of row.cells) {
    const box = fastCell(layout, row.member, cell.ballot);
    const x = box.x + box.width / 2;
    sheet.path(`cell${lookOf(cell)}`, boxPath(box));
    if (cell.crossed) sheet.path('cross', cross(x, centre, 6));
    if (cell.value !== null) pieces.push({ value: cell.value, x, y: centre, size: 30 });
  }
  if (!row.heard) return;
  const { value, words } = row.heard;
  if (value !== null) pieces.push({ value, x: heardLeft + 10, y: centre, size: small(value) });
  const brief = words
    .replace('not heard from', 'silent')
    .replace('has not voted', 'no vote')
    .replace('in ballot', 'in');
  const quiet = words === 'not heard from' ? ' quiet' : '';
  sheet.text(
    `fact${quiet}`,
    heardLeft + (value === null ? 0 : 28),
    centre + 5,
    narrow ? brief : words,
  );
}

function lookOf({ touched, winning, crossed }: FastCell): string {
  if (touched) return ' touched';
  if (winning) return ' solid';
  return crossed ? ' shut' : '';
}

/** Which values can still win in a ballot, and with how many votes. */
function drawChips(
  sheet: Sheet,
  pieces: PieceSpec[],
  { ballot, chips }: FastColumn,
  layout: FastLayout,
): void {
  // Wide enough for a chip and how many votes it has.
  const worded = layout.cellWidth >= 84;
  const middle = layout.left + ballot * layout.pitch + layout.cellWidth / 2;
  const x = worded ? middle - 24 : middle;
  for (const [i, { value, state, word }] of chips.entries()) {
    const y = layout.stripTop + 12 + i * 24;
    const look = state === 'dead' || state === 'open' ? state : 'solid';
    pieces.push({ value, x, y, size: small(value), look });
    const locked = state === 'locked';
    if (locked) sheet.lock(worded ? x - 24 : x + 14, y - 6, false);
    if (worded) sheet.text(locked ? 'note strong' : 'note', x + 14, y + 4, word);
  }
}

function drawSent(
  sheet: Sheet,
  pieces: PieceSpec[],
  view: FastView,
  layout: FastLayout,
  all: boolean,
): void {
  const { narrow, sentY, sentLeft, sentPitch } = layout;
  sheet.text('note', narrow ? 0 : 10, sentY + 4, narrow ? 'clients' : 'clients sent');
  const values = view.columns[0]!.chips.map((chip) => chip.value);
  for (const value of values) {
    const sent = view.sent.find((s) => s.value === value);
    if (!sent && !all) continue;
    const x = sentLeft + value * sentPitch;
    if (sent?.fresh) sheet.path('sent', boxPath(clientBox(layout, value)));
    const size = small(value);
    pieces.push({ value, x, y: sentY, size, look: sent ? 'solid' : 'dashed' });
  }
  if (view.sent.length > 0) return;
  const x = sentLeft - 4 + (all ? values.length * sentPitch - 16 : 0);
  sheet.text('note', x, sentY + 4, 'nothing yet');
}

function drawPlayable(
  sheet: Sheet,
  view: FastView,
  layout: FastLayout,
  { halo, may, picked }: Playable,
): void {
  for (const { member, cells } of view.rows) {
    for (const { ballot } of cells) {
      if (may(member, ballot)) sheet.path('may', boxPath(fastCell(layout, member, ballot)));
    }
  }
  if (picked !== undefined && picked < view.rows.length) {
    sheet.path('may', boxPath(memberBox(layout, picked)));
  }
  if (!halo) return;
  const box =
    halo.on === 'cell'
      ? fastCell(layout, halo.member, halo.ballot)
      : halo.on === 'head'
        ? headBox(layout, halo.ballot)
        : clientBox(layout, halo.value);
  sheet.path('halo', boxPath(box, 3));
}
