// The cells of a form as a sheet: where each one is, how its text is set by code, and what an answer from the server changes in it.
//
// Every cell with an input is a place {row, column, control}. Rows are the table's; columns are the printed form's, so a cell across
// two columns is at the first of them, and a column is the same in every row.

import { all } from "../dom.js";
import { isInput } from "../forms/controls.js";
import { listen, send } from "./events.js";
import { isOpen } from "./ways.js";

/** @import { Input, Placed, Sheet } from "../shapes.js" */

const INPUTS = "input[name], textarea[name], select[name]";

/**
 * The table's rows, each as a list of its cells.
 *
 * @returns {Sheet}
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

function controlIn(/** @type {HTMLTableCellElement} */ td) {
  const control = td.querySelector(INPUTS);
  return isInput(control) && control.type !== "hidden" ? control : undefined;
}

/**
 * The sheet of `control`, and its cell there; undefined outside a table, and for a cell's second input.
 *
 * @returns {Placed | undefined}
 */
export function placeOf(/** @type {Element | null} */ control) {
  const table = control?.closest("table.official-table");
  const rows = table instanceof HTMLTableElement ? sheetOf(table) : [];
  const cell = rows.flat().filter(isOpen).find((one) => one.control === control);
  return cell && { rows, cell };
}

/** Whether the cell's text is a single line, even if it wraps, like a name in its narrow column. */
export function isLine(/** @type {Element} */ control) {
  return control.matches("input") || (control.matches("textarea") && control.closest("td.label") !== null);
}

/** A text as the cell can hold it: in a single line, line breaks become spaces, because browsers would drop them. */
export function fitting(/** @type {Input} */ control, /** @type {string} */ text) {
  return isLine(control) ? text.replaceAll(/\s*[\r\n]+\s*/g, " ") : text;
}

/** Puts texts into inputs, as a single undo step; `texts` maps each control to its text. */
export function put(/** @type {HTMLFormElement} */ form, /** @type {Map<Input, string>} */ texts) {
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

/** A line that screen readers read out when its text changes; `role` is status or alert. There is one line per kind. */
export function announcer(/** @type {HTMLFormElement} */ form, /** @type {"status" | "alert"} */ role, /** @type {string} */ css) {
  const line = form.querySelector(`p.${css}[role=${role}]`) ?? document.createElement("p");
  line.setAttribute("role", role);
  line.className = css;
  form.append(line);
  return (/** @type {string} */ text) => {
    line.textContent = text;
  };
}

export function start(/** @type {HTMLFormElement} */ form) {
  /** @type {Map<Input, string>} */
  const stored = new Map();
  /** @type {Map<EventTarget | null, string>} */
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
    const text = waiting.get(target);
    if (text !== undefined) {
      follow(target, text, true);
    }
  });
  form.addEventListener("input", ({ target }) => offer(target, ""));
  for (const control of all(form, "[data-in-wan]", HTMLElement)) {
    offer(control, control.dataset.inWan ?? "");
  }

  // The server's total replaces the text only if that is still the stored one; otherwise somebody is about to change it.
  function follow(/** @type {unknown} */ control, /** @type {string} */ text, leaving = false) {
    if (!(control instanceof HTMLInputElement)) {
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

function markComputed(/** @type {HTMLFormElement} */ form, /** @type {string[] | undefined} */ paths) {
  if (!paths) {
    return;
  }
  const computed = new Set(paths);
  for (const input of all(form, "td.amount > input", HTMLInputElement)) {
    const is = computed.has(input.name);
    if (is || input.title) {
      input.parentElement?.classList.toggle("computed", is);
      input.title = is ? "合计自动计算" : "";
    }
  }
}

function offerAll(/** @type {HTMLFormElement} */ form, /** @type {Record<string, string>} */ inWan) {
  for (const button of all(form, "button.in-wan", HTMLButtonElement)) {
    const control = form.elements.namedItem(button.value);
    if (!(button.value in inWan) && control) {
      offer(control, "");
    }
  }
  for (const [path, text] of Object.entries(inWan)) {
    offer(form.elements.namedItem(path), text);
  }
}

// A button under an amount that seems to be typed in 元, which converts it to 万元. Without a text, the button is removed.
function offer(/** @type {unknown} */ control, /** @type {string} */ text) {
  if (!isInput(control)) {
    return;
  }
  control.parentElement?.querySelector("button.in-wan")?.remove();
  if (!text) {
    return;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "in-wan";
  button.value = control.name;
  button.textContent = `按元换算：${text}`;
  button.addEventListener("click", () => {
    control.form && put(control.form, new Map([[control, text]]));
    control.focus();
  });
  control.after(button);
}
