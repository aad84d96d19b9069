// The marked block of cells, and a line below the table that says what it adds up to.
//
// It belongs to the table in which something was last marked; clipboard.js copies it.

import { targetOf } from "../dom.js";
import { announcer, placeOf } from "./cells.js";
import { summary } from "./sums.js";
import { isOpen } from "./ways.js";

/**
 * @import { Marked, Place, Placed, Sheet } from "../shapes.js"
 *
 * @typedef {{ rows: Sheet, anchor: Place, end: Place }} Block Marked from one place to another.
 */

const MARKED = "marked";

/** @type {Block | null} */
let block = null;
/** @type {(words: string) => void} */
let announce = () => {};

/** The cells in the marked block; none without a block. */
export function markedCells() {
  return block ? cellsIn(edgesOf(block)) : [];
}

/**
 * The marked block; null if there is none.
 *
 * @returns {Marked | null}
 */
export function marked() {
  return block && edgesOf(block);
}

/** From where to where the block was marked; null if there is none. */
export function ends() {
  return block;
}

/** Marks the block between two cells of one sheet and says what it adds up to. */
export function mark(/** @type {Sheet} */ rows, /** @type {Place} */ anchor, /** @type {Place} */ end) {
  unmark();
  block = { rows, anchor, end };
  const inside = markedCells();
  inside.forEach((cell) => cell.td.classList.add(MARKED));
  tell();
}

/** Removes the mark. */
export function unmark() {
  block?.rows.flat().forEach((cell) => cell.td.classList.remove(MARKED));
  if (block) {
    announce("");
  }
  block = null;
}

/** The cells with an input in a marked block. */
export function cellsIn(/** @type {Marked} */ { rows, top, bottom, left, right }) {
  return rows.flat().filter(isOpen).filter((c) => c.row >= top && c.row <= bottom && c.column >= left && c.column <= right);
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

function tell() {
  announce(summary(markedCells().map(({ control }) => control.value)));
}

export function start(/** @type {HTMLFormElement} */ form) {
  announce = announcer(form, "status", "sheet-status");
  form.addEventListener("input", ({ isTrusted }) => {
    if (isTrusted) {
      unmark();
    } else if (block) {
      tell();
    }
  });
  form.addEventListener("focusin", ({ target }) => {
    if (block && !markedCells().some(({ control }) => control === target)) {
      unmark();
    }
  });
  startDragging(form);
}

// Dragging with the mouse from cell to cell, and Shift+click.
function startDragging(/** @type {HTMLFormElement} */ form) {
  /** @type {Placed | null} */
  let from = null;
  form.addEventListener("mousedown", (event) => {
    const control = targetOf(event).closest("td")?.querySelector("input, textarea");
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
    const target = targetOf(event);
    const cell = from.rows.flat().filter(isOpen).find((one) => one.td.contains(target));
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
