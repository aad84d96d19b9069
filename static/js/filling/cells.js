// The cells of a form as a sheet: where each stands, how its text is set from code, and what an answer of the server changes of it.
//
// Every cell with an input is a place {row, column, control}. Rows are those of the table; columns are those of the printed form, so that a
// cell over two columns stands at the first of them, on every row at the same place.

import { all } from "../dom.js";
import { isInput } from "../forms/controls.js";
import { listen, send } from "./events.js";

/**
 * @typedef {object} Place A cell of the table; nothing is typed into one without a control.
 * @property {number} row
 * @property {number} column
 * @property {number} width
 * @property {HTMLTableCellElement} td
 * @property {any} control
 */

const INPUTS = "input[name], textarea[name], select[name]";

/**
 * The table's rows, each a list of its cells.
 *
 * @returns {Place[][]}
 */
export function sheetOf(/** @type {HTMLTableElement} */ table) {
  /** @type {number[]} */
  const covered = [];
  return [...table.tBodies[0].rows].map((tr, row) => {
    let column = 0;
    return [...tr.cells]
      .filter((td) => !td.matches(".gutter, .beside"))
      .map((td) => {
        while (covered[column] > row) {
          column += 1;
        }
        const cell = { row, column, width: td.colSpan, td, control: controlIn(td) };
        for (let across = 0; across < td.colSpan; across += 1) {
          covered[column + across] = row + td.rowSpan;
        }
        column += td.colSpan;
        return cell;
      });
  });
}

function controlIn(td) {
  const control = td.querySelector(INPUTS);
  return control && control.type !== "hidden" ? control : undefined;
}

/** The sheet around `control` and its cell there; undefined outside a table and for the second input of a cell. */
export function placeOf(/** @type {Element | null} */ control) {
  const table = control?.closest("table.official-table");
  const rows = table instanceof HTMLTableElement ? sheetOf(table) : [];
  const cell = rows.flat().find((one) => one.control === control);
  return cell && { rows, cell };
}

/** Whether the cell's text is one line: also that of a name that wraps in its narrow column. */
export function isLine(/** @type {Element} */ control) {
  return control.matches("input") || (control.matches("textarea") && control.closest("td.label") !== null);
}

/** A text as the cell can hold it: where one line stands, line breaks become blanks; a browser would drop them. */
export function fitting(/** @type {import("./events.js").Input} */ control, /** @type {string} */ text) {
  return isLine(control) ? text.replaceAll(/\s*[\r\n]+\s*/g, " ") : text;
}

/** Puts texts into inputs, as one step for undo; `texts` maps each control to its text. */
export function put(/** @type {HTMLFormElement} */ form, /** @type {Map<import("./events.js").Input, string>} */ texts) {
  send(form, "filling:together", [...texts.keys()]);
  for (const [control, given] of texts) {
    const text = fitting(control, given);
    if (control.value !== text) {
      control.value = text;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  send(form, "filling:apart", null);
}

/** A line that is read out when its text changes: `role` is status or alert. All who ask for one of the same kind share it. */
export function announcer(/** @type {HTMLFormElement} */ form, /** @type {"status" | "alert"} */ role, /** @type {string} */ css) {
  const line = form.querySelector(`p.${css}[role=${role}]`) ?? document.createElement("p");
  line.setAttribute("role", role);
  line.className = css;
  form.querySelector(".save-bar")?.before(line);
  return (text) => {
    line.textContent = text;
  };
}

export function start(/** @type {HTMLFormElement} */ form) {
  const stored = new Map();
  const waiting = new Map();
  listen(form, "filling:saved", (detail) => {
    for (const [path, text] of Object.entries(detail.extras?.totals ?? {})) {
      follow(form.elements.namedItem(path), text);
    }
    markComputed(form, detail.extras?.computed_totals);
    offerAll(form, detail.extras?.in_wan ?? {});
  });
  listen(form, "filling:computed", (_, target) => isInput(target) && stored.set(target, target.value));
  form.addEventListener("focusout", ({ target }) => {
    if (waiting.has(target)) {
      follow(target, waiting.get(target), true);
    }
  });
  form.addEventListener("input", ({ target }) => offer(target, ""));
  for (const control of all(form, "[data-in-wan]", HTMLElement)) {
    offer(control, control.dataset.inWan);
  }

  // The server's total is taken over only where the text is still the one that stood stored: else a person is about to change it.
  function follow(control, text, leaving = false) {
    if (!control?.matches?.("input")) {
      return;
    }
    if (control === document.activeElement && !leaving) {
      waiting.set(control, text);
      return;
    }
    waiting.delete(control);
    const untouched = control.value === (stored.get(control) ?? control.defaultValue) && !control.hasAttribute("aria-invalid");
    stored.set(control, text);
    if (untouched && control.value !== text) {
      control.value = text;
      send(control, "filling:computed", null);
    }
  }
}

function markComputed(form, paths) {
  if (!paths) {
    return;
  }
  const computed = new Set(paths);
  for (const input of form.querySelectorAll("td.amount > input")) {
    const is = computed.has(input.name);
    if (is || input.title) {
      input.parentElement.classList.toggle("computed", is);
      input.title = is ? "合计自动计算" : "";
    }
  }
}

function offerAll(form, inWan) {
  for (const button of form.querySelectorAll("button.in-wan")) {
    const control = form.elements.namedItem(button.value);
    if (!(button.value in inWan) && control) {
      offer(control, "");
    }
  }
  for (const [path, text] of Object.entries(inWan)) {
    offer(form.elements.namedItem(path), text);
  }
}

// A button under an amount that seems typed in 元: puts it in 万元. Without a text the offer is withdrawn.
function offer(control, text) {
  const td = control?.parentElement;
  td?.querySelector("button.in-wan")?.remove();
  if (!text || !td) {
    return;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "in-wan";
  button.value = control.name;
  button.textContent = `按元换算：${text}`;
  button.addEventListener("click", () => {
    put(control.form, new Map([[control, text]]));
    control.focus();
  });
  control.after(button);
}
