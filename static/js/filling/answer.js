// Shows what a save reports: computed cells, notes and errors under cells, what is left on the steps. It never changes an input.

import { isInput } from "../forms/controls.js";
import { all, element } from "../dom.js";
import { listen } from "./events.js";

/** @import { Input, Note, Standing } from "../shapes.js" */

/** @type {HTMLFormElement} */
let form;

export function start(/** @type {HTMLFormElement} */ theForm) {
  form = theForm;
  listen(form, "filling:saved", (detail) => {
    showComputed(detail.computed);
    for (const input of [...form.querySelectorAll("input[id], textarea[id], select[id]")].filter(isInput)) {
      showNotes(input, detail.notes[input.id] ?? [], detail.unreadable[input.name]);
    }
    showLeft(detail.left);
    removeErrorSummary();
  });
}

function showComputed(/** @type {Standing["computed"]} */ texts) {
  for (const [id, text] of Object.entries(texts)) {
    const cell = document.getElementById(id);
    if (!cell || cell.matches("input, textarea, select")) {
      continue;
    }
    const [shown] = [...cell.childNodes].flatMap((node) => (node instanceof Text ? [node] : []));
    if (shown) {
      shown.data = text;
    } else {
      cell.prepend(text);
    }
    if (cell.classList.contains("amount")) {
      cell.classList.toggle("computed", text !== "");
    }
  }
}

// The error and the notes of a cell, as templates/filling/notes.html and official_cells.py render them.
function showNotes(/** @type {Input} */ input, /** @type {Note[]} */ notes, /** @type {string | undefined} */ error) {
  const isTable = input.closest(".official-table") !== null;
  const id = `${input.id}.notes`;
  /** @type {HTMLElement[]} */
  const drawn = [...(error ? [element("p", isTable ? "cell-error" : "field-error", error)] : [])];
  if (isTable && notes.length) {
    const list = element("ul", "cell-warnings");
    list.append(...notes.map(([tone, text]) => element("li", tone, text)));
    drawn.push(list);
  } else {
    drawn.push(...notes.map(fieldNote));
  }
  const block = document.getElementById(id) ?? (drawn.length ? notesBlock(input, id, isTable) : null);
  if (block && block.innerHTML !== drawn.map((one) => one.outerHTML).join("")) {
    block.replaceChildren(...drawn);
  }
  if (!drawn.length) {
    block?.remove();
  }
  if (isTable) {
    input.parentElement?.classList.toggle("noted", input.parentElement.querySelector(".cell-warnings") !== null);
  }
  input.classList.toggle("is-invalid", Boolean(error) && !isTable);
  setAttribute(input, "aria-invalid", error ? "true" : "");
  describe(input, id, drawn.length > 0);
}

function notesBlock(/** @type {Input} */ input, /** @type {string} */ id, /** @type {boolean} */ isTable) {
  const block = element("div", isTable ? "cell-notes" : "field-notes");
  block.id = id;
  input.parentElement?.append(block);
  return block;
}

function fieldNote(/** @type {Note} */ [tone, text, quotes]) {
  const note = element("p", `field-note ${tone}`, text);
  if (quotes) {
    const locate = element("button", "locate", "定位");
    locate.type = "button";
    locate.dataset.quotes = quotes;
    note.append(locate);
  }
  return note;
}

function describe(/** @type {Input} */ input, /** @type {string} */ id, /** @type {boolean} */ isDescribed) {
  const ids = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  ids[isDescribed ? "add" : "delete"](id);
  setAttribute(input, "aria-describedby", [...ids].join(" "));
}

function setAttribute(/** @type {Element} */ element, /** @type {string} */ name, /** @type {string} */ value) {
  if (value) {
    element.setAttribute(name, value);
  } else {
    element.removeAttribute(name);
  }
}

function showLeft(/** @type {Standing["left"]} */ left) {
  const drawn = (/** @type {string | undefined} */ step) => (left[step ?? ""] ?? []).map(([words, tone]) => element("span", tone, words));
  for (const place of all(document, ".step-nav .left", HTMLElement)) {
    place.replaceChildren(...drawn(place.dataset.step));
  }
}

// The page's messages about the last posted form, which the cells now show themselves.
function removeErrorSummary() {
  const summary = document.querySelector("#error-summary");
  if (summary && !summary.contains(document.activeElement)) {
    summary.remove();
  }
}
