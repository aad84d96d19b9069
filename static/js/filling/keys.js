// Keys of a form as in a spreadsheet: Enter and arrows go from cell to cell, Shift+arrows and dragging mark a block, Delete clears it.
//
// The marked block is that of the last table in which something was marked; clipboard.js copies it.

import { targetOf } from "../dom.js";
import { announcer, isLine, placeOf, put } from "./cells.js";

/**
 * @typedef {import("./cells.js").Place} Place
 * @typedef {{ rows: Place[][], anchor: Place, end: Place }} Block Marked from one place to another.
 * @typedef {{ rows: Place[][], top: number, bottom: number, left: number, right: number }} Marked
 */

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const MARKED = "marked";

/** @type {Block | null} */
let block = null;
/** @type {(words: string) => void} */
let announce = () => {};

/** The cells in the marked block; none without one. */
export function markedCells() {
  return block ? cellsIn(edgesOf(block)) : [];
}

/**
 * The marked block, null without one.
 *
 * @returns {Marked | null}
 */
export function marked() {
  return block && edgesOf(block);
}

/** Marks the block between two cells of one sheet and says how large it is. */
export function mark(/** @type {Place[][]} */ rows, /** @type {Place} */ anchor, /** @type {Place} */ end) {
  unmark();
  block = { rows, anchor, end };
  const inside = markedCells();
  inside.forEach((cell) => cell.td.classList.add(MARKED));
  const height = new Set(inside.map((cell) => cell.row)).size;
  announce(`已选中 ${height} 行 × ${new Set(inside.map((cell) => cell.column)).size} 列`);
}

/** Marks nothing any more. */
export function unmark() {
  block?.rows.flat().forEach((cell) => cell.td.classList.remove(MARKED));
  if (block) {
    announce("");
  }
  block = null;
}

/** The cells with an input in a marked block. */
export function cellsIn(/** @type {Marked} */ { rows, top, bottom, left, right }) {
  const inputs = rows.flat().filter((cell) => cell.control);
  return inputs.filter((c) => c.row >= top && c.row <= bottom && c.column >= left && c.column <= right);
}

/** @returns {Marked} */
function edgesOf(/** @type {Block} */ { rows, anchor, end }) {
  return {
    rows,
    top: Math.min(anchor.row, end.row),
    bottom: Math.max(anchor.row, end.row),
    left: Math.min(anchor.column, end.column),
    right: Math.max(anchor.column, end.column),
  };
}

export function start(/** @type {HTMLFormElement} */ form) {
  announce = announcer(form, "status", "visually-hidden");
  form.addEventListener("keydown", (event) => {
    // 229: the key went to an input method; Safari says so by the code alone.
    const isComposed = event.isComposing || event.keyCode === 229;
    const isOurs = !isComposed && !event.defaultPrevented && targetOf(event).matches("input, textarea, select");
    if (isOurs && pressed(form, event)) {
      event.preventDefault();
    }
  });
  form.addEventListener("input", ({ isTrusted }) => isTrusted && unmark());
  form.addEventListener("focusin", ({ target }) => {
    if (block && !markedCells().some(({ control }) => control === target)) {
      unmark();
    }
  });
  startMarking(form);
  startSelecting(form);
}

// Whether the key meant something here.
function pressed(form, event) {
  const { key, target } = event;
  if (key === "Enter") {
    return entered(form, event);
  }
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return false;
  }
  if (key === "Escape" && block) {
    unmark();
    return true;
  }
  if (key === "Delete" && block) {
    put(form, new Map(markedCells().map((cell) => [cell.control, ""])));
    return true;
  }
  if (!(key in ARROWS) || !target.matches("input:not([type=date]), textarea")) {
    return false;
  }
  return event.shiftKey ? extended(target, key) : movedBy(target, key);
}

function entered(form, event) {
  const { target } = event;
  if (event.ctrlKey || event.metaKey) {
    form.requestSubmit(form.querySelector(".save-bar button[value=save]"));
    return true;
  }
  if (event.altKey || (target.matches("textarea") && !isLine(target))) {
    return false;
  }
  const by = event.shiftKey ? -1 : 1;
  if (!target.closest("table.official-table")) {
    return goTo(inOrder(form, target, by));
  }
  if (placeOf(target)) {
    movedBy(target, by < 0 ? "ArrowUp" : "ArrowDown", true);
  }
  return true;
}

// The next input of an ordinary form, which has no cells.
function inOrder(form, control, by) {
  const controls = [...form.elements].filter((one) => one.matches("input[name]:not([type=hidden]), textarea[name], select[name]"));
  return controls[controls.indexOf(control) + by] ?? control;
}

function movedBy(control, key, always = false) {
  if (!always && !isAtEdge(control, key)) {
    return false;
  }
  const place = placeOf(control);
  const next = place && neighbour(place.rows, place.cell, ...ARROWS[key]);
  unmark();
  return next ? goTo(next.control) : place !== undefined && isLine(control) && ARROWS[key][0] !== 0;
}

function extended(control, key) {
  const place = placeOf(control);
  if (!place || (!block && !isAtEdge(control, key))) {
    return false;
  }
  const { rows, anchor, end } = block ?? { rows: place.rows, anchor: place.cell, end: place.cell };
  mark(rows, anchor, neighbour(rows, end, ...ARROWS[key]) ?? end);
  return true;
}

/** The nearest cell with an input, `down` rows or `across` columns from `cell`; the column that a wide cell covers counts as its own. */
function neighbour(rows, cell, down, across) {
  if (across) {
    const beside = rows[cell.row].filter((one) => one.control && Math.sign(one.column - cell.column) === across);
    return across > 0 ? beside[0] : beside[beside.length - 1];
  }
  for (let row = cell.row + down; rows[row]; row += down) {
    const found = rows[row].find((one) => one.control && overlaps(one, cell));
    if (found) {
      return found;
    }
  }
  return undefined;
}

function overlaps(one, other) {
  return one.column < other.column + other.width && other.column < one.column + one.width;
}

// At the text's edge towards which the arrow points. In a line, up and down always leave it; a text selected as a whole is left to all sides.
function isAtEdge(control, key) {
  if (isLine(control) && ARROWS[key][0]) {
    return true;
  }
  const { selectionStart, selectionEnd, value } = control;
  const isWhole = selectionStart === 0 && selectionEnd === value.length;
  const edge = key === "ArrowUp" || key === "ArrowLeft" ? 0 : value.length;
  return isWhole ? isLine(control) || value === "" : selectionStart === selectionEnd && selectionStart === edge;
}

// A line is selected as a whole, so that typing replaces it; a long text is not.
function goTo(control) {
  control.focus();
  if (control.matches("input:not([type=date])") || (control.matches("textarea") && isLine(control))) {
    control.select();
  }
  return true;
}

// Dragging with the mouse from cell to cell, and Shift+click.
function startMarking(form) {
  /** @type {{ rows: Place[][], cell: Place } | null} */
  let from = null;
  form.addEventListener("mousedown", (event) => {
    const control = event.target.closest("td")?.querySelector("input, textarea");
    const active = placeOf(document.activeElement);
    const place = control && event.target === control && event.button === 0 ? placeOf(control) : undefined;
    if (place && event.shiftKey && active && active.cell.td.closest("table") === place.cell.td.closest("table")) {
      event.preventDefault();
      mark(place.rows, (block ?? { anchor: active.cell }).anchor, place.cell);
      return;
    }
    unmark();
    from = place ?? null;
  });
  form.addEventListener("mouseover", (event) => {
    if (!from || event.buttons !== 1) {
      from = null;
      return;
    }
    const cell = from.rows.flat().find((one) => one.control && one.td.contains(event.target));
    if (cell && (block || cell.control !== from.cell.control)) {
      form.classList.add("marking");
      window.getSelection()?.removeAllRanges();
      mark(from.rows, from.cell, cell);
    }
  });
  document.addEventListener("mouseup", () => {
    from = null;
    form.classList.remove("marking");
  });
}

// The click that enters an amount selects it, so that typing replaces it, as in a spreadsheet; the next one sets the caret. On `click`, as a
// browser sets the caret when the button goes down and some set it again when it comes up; text that was dragged over stays as dragged.
function startSelecting(form) {
  let entered = null;
  form.addEventListener("mousedown", ({ target, button }) => {
    entered = button === 0 && target !== document.activeElement && target.matches?.("input[inputmode]") ? target : null;
  });
  form.addEventListener("click", ({ target }) => {
    if (target === entered && !block && target.selectionStart === target.selectionEnd) {
      target.select();
    }
    entered = null;
  });
}
