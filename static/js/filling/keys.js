// Keys as in a spreadsheet; templates/filling/keys.html tells people which.
//
// A cell is selected when it is entered: typing replaces its text, and keys go to other cells. F2 or a second click puts the caret into the
// text, where keys move the caret first.

import { all, targetOf } from "../dom.js";
import { hasCaret, isInput } from "../forms/controls.js";
import { isLine, placeOf, put } from "./cells.js";
import { ends, mark, marked, markedCells, unmark } from "./marking.js";
import { edge, endOfRow, endOfSheet, neighbour } from "./ways.js";

/** @import { Input, OpenPlace, Placed, TextInput } from "../shapes.js" */

/** @type {Record<string, [down: number, across: number]>} */
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
/** @type {Record<string, number>} */
const ENDS = { Home: -1, End: 1 };

export function start(/** @type {HTMLFormElement} */ form) {
  /** @type {WeakMap<Input, string>} The text with which each cell was entered. */
  const entered = new WeakMap();
  form.addEventListener("focusin", ({ target }) => isInput(target) && entered.set(target, target.value));
  form.addEventListener("keydown", (event) => {
    // 229: the key went to an input method; Safari only says so by this code.
    const isComposed = event.isComposing || event.keyCode === 229;
    const control = targetOf(event);
    if (isComposed || event.defaultPrevented || !isInput(control)) {
      return;
    }
    if (pressed(form, event, control) || (event.key === "Escape" && restored(form, control, entered.get(control)))) {
      event.preventDefault();
    }
  });
  startSelecting(form);
}

/**
 * Whether the key had a meaning here.
 *
 * @param {HTMLFormElement} form
 * @param {KeyboardEvent} event
 * @param {Input} control
 */
function pressed(form, event, control) {
  const { key } = event;
  if (key === "Enter") {
    return enter(form, event, control);
  }
  if (event.altKey) {
    return false;
  }
  if (event.ctrlKey || event.metaKey) {
    return pressedWithControl(form, event, control);
  }
  if (key === "Escape" && marked()) {
    unmark();
    return true;
  }
  if (key === "Delete" && (marked() || (!hasCaret(control) && placeOf(control)))) {
    const controls = marked() ? markedCells().map((cell) => cell.control) : [control];
    put(form, new Map(controls.map((one) => [one, ""])));
    return true;
  }
  if (!hasCaret(control)) {
    return false;
  }
  if (key === "F2") {
    control.setSelectionRange(control.value.length, control.value.length);
    return placeOf(control) !== undefined;
  }
  if (key in ENDS) {
    return !event.shiftKey && isSelected(control) && moved(control, ({ rows, cell }) => endOfRow(rows, cell, ENDS[key]));
  }
  if (!(key in ARROWS)) {
    return false;
  }
  return event.shiftKey ? extended(control, key, neighbour) : isAtEdge(control, key) && left(control, key);
}

/**
 * @param {HTMLFormElement} form
 * @param {KeyboardEvent} event
 * @param {Input} control
 */
function pressedWithControl(form, { key, shiftKey }, control) {
  if (key.toLowerCase() === "d" && !shiftKey) {
    return filledDown(form, control);
  }
  if (!hasCaret(control) || !(isSelected(control) || (key in ARROWS && isAtEdge(control, key)))) {
    return false;
  }
  if (key in ENDS) {
    return !shiftKey && moved(control, ({ rows }) => endOfSheet(rows, ENDS[key]));
  }
  if (!(key in ARROWS)) {
    return false;
  }
  return shiftKey ? extended(control, key, edge) : moved(control, ({ rows, cell }) => edge(rows, cell, ...ARROWS[key]));
}

function enter(/** @type {HTMLFormElement} */ form, /** @type {KeyboardEvent} */ event, /** @type {Input} */ control) {
  if (event.ctrlKey || event.metaKey) {
    form.requestSubmit(all(document, ".save-bar button[value=save]", HTMLButtonElement)[0]);
    return true;
  }
  if (event.altKey || (control.matches("textarea") && !isLine(control))) {
    return false;
  }
  const by = event.shiftKey ? -1 : 1;
  if (!control.closest("table.official-table")) {
    return goTo(inOrder(form, control, by));
  }
  if (placeOf(control)) {
    left(control, by < 0 ? "ArrowUp" : "ArrowDown");
  }
  return true;
}

// The next input of an ordinary form, which has no cells.
function inOrder(/** @type {HTMLFormElement} */ form, /** @type {Input} */ control, /** @type {number} */ by) {
  const controls = [...form.elements].filter(isInput).filter((one) => one.matches("input[name]:not([type=hidden]), textarea[name], select[name]"));
  return controls[controls.indexOf(control) + by] ?? control;
}

// Escape brings back the text with which a single line was entered; a long text is left to Ctrl+Z.
function restored(/** @type {HTMLFormElement} */ form, /** @type {Input} */ control, /** @type {string | undefined} */ text) {
  if (text === undefined || text === control.value || !isLine(control)) {
    return false;
  }
  put(form, new Map([[control, text]]));
  return goTo(control);
}

// Towards an arrow's neighbour; up and down never stay in a single line.
function left(/** @type {Input} */ control, /** @type {string} */ key) {
  const isTable = placeOf(control) !== undefined;
  const isMoved = moved(control, ({ rows, cell }) => neighbour(rows, cell, ...ARROWS[key]));
  return isMoved || (isTable && isLine(control) && ARROWS[key][0] !== 0);
}

function moved(/** @type {Input} */ control, /** @type {(from: Placed) => OpenPlace | undefined} */ way) {
  const place = placeOf(control);
  const next = place && way(place);
  unmark();
  return next ? goTo(next.control) : false;
}

function extended(/** @type {TextInput} */ control, /** @type {string} */ key, /** @type {typeof neighbour} */ way) {
  const place = placeOf(control);
  if (!place || (!marked() && !isAtEdge(control, key))) {
    return false;
  }
  const { rows, anchor, end } = ends() ?? { rows: place.rows, anchor: place.cell, end: place.cell };
  mark(rows, anchor, way(rows, end, ...ARROWS[key]) ?? end);
  return true;
}

// Each column of the marked block takes its first cell's text; a single cell or row that of the cell above.
function filledDown(/** @type {HTMLFormElement} */ form, /** @type {Input} */ control) {
  const place = placeOf(control);
  if (!place) {
    return false;
  }
  const cells = marked() ? markedCells() : [place.cell];
  const top = Math.min(...cells.map((cell) => cell.row));
  const isTall = cells.some((cell) => cell.row > top);
  /** @type {Map<Input, string>} */
  const texts = new Map();
  for (const cell of cells.filter((one) => !isTall || one.row > top)) {
    const source = isTall ? cells.find((one) => one.row === top && one.column === cell.column) : neighbour(place.rows, cell, -1, 0);
    if (source && isAlike(source.control, cell.control)) {
      texts.set(cell.control, source.control.value);
    }
  }
  put(form, texts);
  return true;
}

function isAlike(/** @type {Input} */ one, /** @type {Input} */ other) {
  return one.tagName === other.tagName && one.inputMode === other.inputMode && isLine(one) === isLine(other);
}

// Whether typing would replace the text.
function isSelected(/** @type {TextInput} */ control) {
  return control.value === "" || (isLine(control) && isWhole(control));
}

function isWhole(/** @type {TextInput} */ { selectionStart, selectionEnd, value }) {
  return selectionStart === 0 && selectionEnd === value.length;
}

// Whether the cursor is at the edge of the text in the arrow's direction. Up and down always leave a single line; if all of the text is selected,
// every arrow leaves it.
function isAtEdge(/** @type {TextInput} */ control, /** @type {string} */ key) {
  if ((isLine(control) && ARROWS[key][0]) || isSelected(control)) {
    return true;
  }
  const { selectionStart, selectionEnd, value } = control;
  return selectionStart === selectionEnd && selectionStart === (key === "ArrowUp" || key === "ArrowLeft" ? 0 : value.length);
}

/** Enters a cell: all of a single line is selected, so that typing replaces it; a long text is not. */
export function goTo(/** @type {Input} */ control) {
  control.focus();
  if (hasCaret(control) && isLine(control)) {
    control.select();
  }
  return true;
}

// The click that enters a single line selects it, so that typing replaces it; the next click sets the caret, and a double click does, too. This
// happens on `click`, because browsers set the caret when the button goes down, and some again when it comes up; a dragged selection stays.
function startSelecting(/** @type {HTMLFormElement} */ form) {
  /** @type {TextInput | null} */
  let entered = null;
  form.addEventListener("mousedown", ({ target, button }) => {
    entered = button === 0 && target !== document.activeElement && isCellLine(target) ? target : null;
  });
  form.addEventListener("click", ({ target }) => {
    if (entered && target === entered && !marked() && entered.selectionStart === entered.selectionEnd) {
      entered.select();
    }
    entered = null;
  });
  form.addEventListener("dblclick", ({ target }) => {
    if (isCellLine(target)) {
      target.setSelectionRange(target.selectionEnd, target.selectionEnd);
    }
  });
}

/** @returns {target is TextInput} */
function isCellLine(/** @type {EventTarget | null} */ target) {
  return hasCaret(target) && isLine(target) && target.matches(".official-table *, [inputmode]");
}
