// Copying the marked block as tab-separated text, and pasting such a block from Excel or WPS into the cells.
//
// A block is pasted as a whole or not at all. Its columns correspond to the printed form's, its rows to those with inputs; where rows can be
// added, surplus rows become new ones. Texts for computed cells are skipped; a locked cell accepts only the text that it shows.

import { all, targetOf } from "../dom.js";
import { hasCaret } from "../forms/controls.js";
import { announcer, fitting, isLine, placeOf, put } from "./cells.js";
import { cellsIn, mark, marked, markedCells } from "./marking.js";
import { addRows } from "./rows.js";
import { parse, unparse } from "./tab_separated.js";
import { isOpen } from "./ways.js";

/**
 * @import { Input, Marked, Place, Placed, Rows, Sheet } from "../shapes.js"
 *
 * @typedef {{ index: number, column: number | undefined }} Column The place of a text in a pasted row, and the form's column that it goes to.
 * @typedef {{ column: number | undefined, text: string, at: [row: number, column: number] }} Value A pasted text and where it stood.
 * @typedef {Value & { line: string | undefined }} Misfit … that has nowhere to go; `line`: the row's name, undefined outside of the table.
 * @typedef {{ path: string, sequence: string, number: number }} List One that a row ends: rows are numbered within `sequence`, that row highest.
 */

const NAMED = 5;
const NOTHING = /^[\s—–-]*$/;

export function start(/** @type {HTMLFormElement} */ form) {
  const alarm = announcer(form, "alert", "paste-alert");
  const copy = (/** @type {ClipboardEvent} */ event) => {
    const block = marked();
    if (!block || markedCells().length < 2 || !form.contains(document.activeElement)) {
      return false;
    }
    event.clipboardData?.setData("text/plain", unparse(textsIn(block)));
    event.preventDefault();
    return true;
  };
  document.addEventListener("copy", copy);
  document.addEventListener("cut", (event) => {
    if (copy(event)) {
      put(form, new Map(markedCells().map((cell) => [cell.control, ""])));
    }
  });
  form.addEventListener("input", () => alarm(""));
  form.addEventListener("paste", async (event) => {
    const target = targetOf(event);
    const place = placeOf(target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const grid = place && isBlock(target, text) ? parse(text) : [];
    if (!place || (grid.length < 2 && (grid[0] ?? []).length < 2)) {
      pasteOne(event, text);
      return;
    }
    event.preventDefault();
    const { texts, added, misfits, last } = plan(place, grid);
    if (misfits.length) {
      alarm(complaint(misfits));
    } else if (added.count > Number(form.dataset.rows)) {
      alarm(`没有粘贴：要在表中添加 ${added.count} 行，而一处最多 ${form.dataset.rows} 行。请减少粘贴的内容。`);
    } else if (added.count) {
      const cells = Object.fromEntries([...texts].map(([control, typed]) => [control.name, typed]));
      const why = await addRows({ ...added, cells: { ...cells, ...added.cells } });
      if (why) {
        alarm(`没有粘贴：要在表中添加 ${added.count} 行，没有成功。${why}`);
      }
    } else {
      put(form, texts);
      mark(place.rows, place.cell, last ?? place.cell);
    }
  });
}

// Excel puts a single cell with line breaks or tabs in quotes, and adds a line end; the browser pastes any other text.
function pasteOne(/** @type {ClipboardEvent} */ event, /** @type {string} */ text) {
  const { target } = event;
  const quoted = /^"((?:[^"]|"")*)"(?:\r\n|\n|\r)$/.exec(text)?.[1];
  if (quoted && /[\t\r\n]/.test(quoted) && hasCaret(target)) {
    event.preventDefault();
    target.setRangeText(fitting(target, quoted.replaceAll('""', '"')), target.selectionStart ?? 0, target.selectionEnd ?? 0, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// In a long text, several lines are one text; only tabs make them a block.
function isBlock(/** @type {Element} */ control, /** @type {string} */ text) {
  return isLine(control) || text.includes("\t");
}

function textsIn(/** @type {Marked} */ block) {
  const columns = [...new Set(cellsIn(block).map((cell) => cell.column))].sort((a, b) => a - b);
  const rows = block.rows.slice(block.top, block.bottom + 1);
  return rows.map((row) => columns.map((column) => textOf(row.find((c) => c.column === column))));
}

function textOf(/** @type {Place | undefined} */ cell) {
  return cell ? (cell.control?.value ?? shownIn(cell.td)) : "";
}

// The printed text of a cell without an input, without notes and links.
function shownIn(/** @type {Element} */ td) {
  const texts = [...td.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
  return texts.map((node) => node.textContent).join("").trim();
}

/**
 * Where the pasted rows go: `texts` by control, `added` rows of one list with their cells by path, `misfits` that fit nowhere, and the
 * `last` cell reached.
 *
 * @param {Placed} place
 * @param {string[][]} grid
 */
function plan({ rows, cell: first }, grid) {
  const columns = columnsFrom(rows, first, grid);
  const into = new Taken(rows[first.row]);
  let row = first.row;
  for (const [number, pasted] of grid.entries()) {
    /** @type {Value[]} */
    const values = columns.map(({ column, index }) => ({ column, text: pasted[index] ?? "", at: [number + 1, index + 1] }));
    const isBlank = values.every(({ text }) => text === "");
    while (!isBlank && rows[row] && !takesAny(rows[row], columns)) {
      row += 1;
    }
    into.take(rows[row], values);
    row += 1;
  }
  return into;
}

class Taken {
  /** @type {Map<Input, string>} */
  texts = new Map();
  /** @type {Misfit[]} */
  misfits = [];
  /** @type {Rows} */
  added = { list: "", count: 0, cells: {} };
  /** @type {Place | null} */
  last = null;
  /** @type {Place[] | undefined} */
  #above;
  /** @type {List | null} */
  #list = null;
  #pattern;

  /** `pattern` is the first row: a row with different contents in its columns does not fit. */
  constructor(/** @type {Place[]} */ pattern) {
    this.#pattern = pattern;
    this.#above = pattern;
  }

  /** Assigns a pasted row to `row`, or to a new row of the list that ends above it. */
  take(/** @type {Place[] | undefined} */ row, /** @type {Value[]} */ values) {
    const meets = values.map((value) => ({ ...value, cell: cellAt(row, value.column) }));
    const bad = meets.filter(({ cell, column, text }) => !isTaken(cell, text) || isOther(cell, cellAt(this.#pattern, column)));
    this.#list ??= bad.length ? listEndingWith(this.#above) : null;
    if (this.#list) {
      this.#takeForNewRow(this.#list, values);
      return;
    }
    this.misfits.push(...bad.map((value) => ({ ...value, line: row && nameOf(row) })));
    for (const { cell, text } of meets) {
      if (cell?.control) {
        this.texts.set(cell.control, text);
        this.last = cell;
      }
    }
    this.#above = row;
  }

  #takeForNewRow(/** @type {List} */ list, /** @type {Value[]} */ values) {
    this.added.list = list.path;
    this.added.count += 1;
    for (const value of values) {
      const model = cellAt(this.#above, value.column);
      if (model?.control) {
        this.added.cells[pathIn(list, model.control.name, this.added.count)] = value.text;
      } else if (!isTaken(model, value.text)) {
        this.misfits.push({ ...value, line: "新增的行" });
      }
    }
  }
}

/**
 * The form's columns for the block's columns. A sheet that merges cells as the form does copies a blank column with each merged one.
 *
 * @param {Sheet} rows
 * @param {Place} first
 * @param {string[][]} grid
 * @returns {Column[]}
 */
function columnsFrom(rows, first, grid) {
  const width = grid.reduce((widest, row) => Math.max(widest, row.length), 0);
  const right = rows[first.row].filter((cell) => cell.column >= first.column);
  const ends = right.map((cell) => cell.column + cell.width - first.column);
  const isMerged = ends.includes(width) && right.every((cell) => isBlankBehind(cell, first, grid));
  return isMerged
    ? right.map((cell) => ({ index: cell.column - first.column, column: cell.column })).filter(({ index }) => index < width)
    : Array.from({ length: width }, (_, index) => ({ index, column: right[index]?.column }));
}

function isBlankBehind(/** @type {Place} */ cell, /** @type {Place} */ first, /** @type {string[][]} */ grid) {
  const begin = cell.column - first.column;
  return grid.every((row) => row.slice(begin + 1, begin + cell.width).every((text) => text === ""));
}

function cellAt(/** @type {Place[] | undefined} */ row, /** @type {number | undefined} */ column) {
  return row?.find((cell) => cell.column === column);
}

function takesAny(/** @type {Place[]} */ row, /** @type {Column[]} */ columns) {
  return row.filter(isOpen).some((cell) => columns.some(({ column }) => column === cell.column));
}

function isTaken(/** @type {Place | undefined} */ cell, /** @type {string} */ text) {
  if (cell?.control) {
    return true;
  }
  if (NOTHING.test(text)) {
    return true;
  }
  if (!cell) {
    return false;
  }
  const shown = shownIn(cell.td);
  const isLocked = cell.td.querySelector(".cell-correct") !== null;
  return shown === text || (isLocked ? Number(shown) === Number(text.replaceAll(",", "")) : cell.td.matches(".computed"));
}

function isOther(/** @type {Place | undefined} */ cell, /** @type {Place | undefined} */ model) {
  return cell?.control && model?.control && (cell.width !== model.width || isLine(cell.control) !== isLine(model.control));
}

/**
 * The list whose last row this is, null if it is not the last one.
 *
 * @param {Place[] | undefined} row
 * @returns {List | null}
 */
function listEndingWith(row) {
  const tr = row?.[0]?.td.parentElement;
  const { sequence, number } = split(tr?.id ?? "");
  const [button] = tr ? all(tr, 'button[name=action][value^="add:"]', HTMLButtonElement) : [];
  if (!tr?.id || !button || document.getElementById(`${sequence}.${number + 1}`)) {
    return null;
  }
  return { path: button.value.slice("add:".length), sequence, number };
}

function split(/** @type {string} */ path) {
  const at = path.lastIndexOf(".");
  return { sequence: path.slice(0, at), number: Number(path.slice(at + 1)) };
}

function pathIn(/** @type {List} */ { sequence, number }, /** @type {string} */ name, /** @type {number} */ further) {
  return `${sequence}.${number + further}.${name.slice(`${sequence}.${number}.`.length)}`;
}

function nameOf(/** @type {Place[]} */ row) {
  const label = row.find((cell) => cell.td.matches(".label, th"));
  return textOf(label).replaceAll(/\s+/g, "");
}

function complaint(/** @type {Misfit[]} */ misfits) {
  const named = misfits.slice(0, NAMED).map(({ text, at: [row, column], line }) => {
    const where = line ? `，对应“${line}”` : "，已超出表格";
    return `“${text}”（粘贴内容第 ${row} 行第 ${column} 列${where}）`;
  });
  const more = misfits.length > NAMED ? `等 ${misfits.length} 处` : "";
  return `没有粘贴：${named.join("、")}${more}没有可填的格。请从合适的单元格开始，或者减少粘贴的内容。`;
}
