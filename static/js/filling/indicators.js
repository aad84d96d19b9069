// Rows moved by keys and by dragging, suggested scores accepted with a click, the library of indicators opened beside its category, and what
// an answer says about weights, typed values and scores. Without this module, the rows' buttons and the library's own page do the same.

import { all, one, targetOf } from "../dom.js";
import { isInput } from "../forms/controls.js";
import { announcer, put } from "./cells.js";
import { listen } from "./events.js";
import { inputOf } from "./inputs.js";
import { flush } from "./saving.js";
import { ourPage } from "./transport.js";

/** @import { Extras, Input, Meter } from "../shapes.js" */

/** @type {Record<string, string>} */
const MOVES = { ArrowUp: "up", ArrowDown: "down" };

export function start(/** @type {HTMLFormElement} */ form) {
  form.addEventListener("keydown", moveByKey);
  form.addEventListener("click", (event) => takeScore(event, form));
  form.addEventListener("click", (event) => shareOut(event, form));
  form.addEventListener("click", openLibrary);
  listen(form, "filling:saved", (detail) => show(form, detail.extras));
  all(form, ".official-table tr[id]", HTMLTableRowElement)
    .filter((row) => row.querySelector('button[value^="up:"]'))
    .forEach((row) => makeDraggable(form, row));
}

function press(/** @type {HTMLFormElement} */ form, /** @type {string} */ value) {
  const button = document.createElement("button");
  Object.assign(button, { name: "action", value, hidden: true });
  form.append(button);
  form.requestSubmit(button);
}

// Alt+↑ and Alt+↓ in a row press its buttons; afterwards the cursor is in the row again.
function moveByKey(/** @type {KeyboardEvent} */ event) {
  const row = targetOf(event).closest("tr[id]");
  const [button] = row ? all(row, `button[value="${MOVES[event.key]}:${row.id}"]`, HTMLButtonElement) : [];
  if (event.altKey && !event.ctrlKey && !event.metaKey && button) {
    event.preventDefault();
    button.click();
  }
}

function takeScore(/** @type {MouseEvent} */ event, /** @type {HTMLFormElement} */ form) {
  const button = targetOf(event).closest("button.take");
  if (!(button instanceof HTMLButtonElement)) {
    return;
  }
  const input = form.elements.namedItem(button.value.slice("take:".length));
  if (isInput(input)) {
    event.preventDefault();
    input.value = button.dataset.score ?? "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  }
}

// Puts what a level still lacks into its rows without points, as one step to undo; first the server hears of everything typed, and says what that is.
async function shareOut(/** @type {MouseEvent} */ event, /** @type {HTMLFormElement} */ form) {
  const button = targetOf(event).closest("button.share");
  if (!(button instanceof HTMLButtonElement)) {
    return;
  }
  event.preventDefault();
  await flush();
  /** @type {[string, string][]} */
  const shares = Object.entries(JSON.parse(button.dataset.shares ?? "{}"));
  /** @type {Map<Input, string>} */
  const texts = new Map();
  for (const [path, points] of shares) {
    const input = inputOf(form, path);
    if (input?.value === "") {
      texts.set(input, points);
    }
  }
  put(form, texts);
  [...texts.keys()][0]?.focus();
}

// Dragging. A row moves within its list, which ends with the row after which rows are added.

/** @type {HTMLTableRowElement | null} */
let dragged = null;

function makeDraggable(/** @type {HTMLFormElement} */ form, /** @type {HTMLTableRowElement} */ row) {
  const handle = document.createElement("span");
  handle.className = "handle";
  handle.draggable = true;
  handle.title = "拖动这一行（键盘：Alt+↑、Alt+↓）";
  handle.setAttribute("aria-hidden", "true");
  handle.textContent = "⠿";
  one(row, ".gutter", HTMLElement).prepend(handle);
  row.classList.add("movable");
  handle.addEventListener("dragstart", (event) => {
    const { dataTransfer } = event;
    if (dataTransfer) {
      dataTransfer.effectAllowed = "move";
      dataTransfer.setData("text/plain", "");
      dataTransfer.setDragImage(row, 0, 0);
    }
    dragged = row;
    row.classList.add("dragged");
  });
  handle.addEventListener("dragend", endDrag);
  row.addEventListener("dragover", (event) => {
    if (dragged && listOf(dragged).includes(row)) {
      event.preventDefault();
      mark(row, dragged);
    }
  });
  row.addEventListener("drop", (event) => {
    if (dragged && listOf(dragged).includes(row)) {
      event.preventDefault();
      drop(form, row, dragged);
    }
  });
}

function listOf(/** @type {HTMLTableRowElement} */ row) {
  const rows = all(row.closest("table") ?? document, "tr[id]", HTMLTableRowElement);
  const isLast = (/** @type {HTMLTableRowElement} */ other) => other.querySelector('button[value^="add:"]') !== null;
  const at = rows.indexOf(row);
  const first = rows.reduce((begin, other, place) => (place < at && isLast(other) ? place + 1 : begin), 0);
  const last = rows.findIndex((other, place) => place >= at && isLast(other));
  return rows.slice(first, last < 0 ? undefined : last + 1);
}

function mark(/** @type {HTMLTableRowElement} */ target, /** @type {HTMLTableRowElement} */ moved) {
  const rows = listOf(moved);
  const below = rows.indexOf(target) > rows.indexOf(moved);
  rows.forEach((row) => {
    row.classList.toggle("drop-below", row === target && target !== moved && below);
    row.classList.toggle("drop-above", row === target && target !== moved && !below);
  });
}

function drop(/** @type {HTMLFormElement} */ form, /** @type {HTMLTableRowElement} */ target, /** @type {HTMLTableRowElement} */ moved) {
  const rows = listOf(moved);
  const by = rows.indexOf(target) - rows.indexOf(moved);
  endDrag();
  if (by) {
    press(form, `move:${moved.id}:${by}`);
  }
}

function endDrag() {
  document.querySelectorAll(".dragged, .drop-below, .drop-above").forEach((row) => {
    row.classList.remove("dragged", "drop-below", "drop-above");
  });
  dragged = null;
}

// The library: the category's list from its page, opened in the gutter. If that page can't be used, the link leads there.

async function openLibrary(/** @type {MouseEvent} */ event) {
  const link = targetOf(event).closest("a.library");
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  const opened = link.nextElementSibling;
  document.querySelectorAll(".library-list").forEach((list) => list.remove());
  if (opened?.matches(".library-list")) {
    link.removeAttribute("aria-expanded");
    return;
  }
  const list = await entriesOf(link);
  if (!list) {
    return;
  }
  link.setAttribute("aria-expanded", "true");
  link.after(list);
  list.querySelector("button")?.focus();
  list.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") {
      list.remove();
      link.removeAttribute("aria-expanded");
      link.focus();
    }
  });
}

async function entriesOf(/** @type {HTMLAnchorElement} */ link) {
  const { page } = (await ourPage(link.href)) ?? {};
  const found = page?.getElementById(new URL(link.href).hash.slice(1))?.querySelector("ul, .hint");
  const form = link.closest("form");
  form && announcer(form, "alert", "paste-alert")(page ? "" : "没有打开指标库：网络中断，请稍后再按一次。");
  if (!found) {
    // The sign-in page, or another page of ours that says why.
    page && location.assign(link.href);
    return null;
  }
  const list = document.createElement("div");
  list.className = "library-list";
  list.append(document.adoptNode(found));
  return list;
}

// Showing an answer.

function show(/** @type {HTMLFormElement} */ form, /** @type {Extras} */ { meters = [], understood = {}, take = {} }) {
  meters.forEach(showMeter);
  const places = [...form.querySelectorAll(".cell-hint")].map((hint) => hint.id.slice(0, -".hint".length));
  for (const path of new Set([...places, ...Object.keys(understood), ...Object.keys(take)])) {
    showHint(form.elements.namedItem(path), understood[path] ?? "", take[path] ?? "");
  }
}

function showMeter(/** @type {Meter} */ { code, value, words, state, shares }) {
  const line = document.getElementById(`meter.${code}`);
  if (line) {
    line.className = state;
    one(line, "b", HTMLElement).textContent = value;
    one(line, "meter", HTMLMeterElement).value = Number(value);
    one(line, ".words", HTMLElement).textContent = words;
    const button = one(line, "button.share", HTMLButtonElement);
    button.dataset.shares = JSON.stringify(shares);
    button.hidden = Object.keys(shares).length === 0;
  }
}

// As official_cells.py renders it.
function showHint(/** @type {unknown} */ input, /** @type {string} */ text, /** @type {string} */ score) {
  if (!isInput(input)) {
    return;
  }
  const id = `${input.id}.hint`;
  let hint = document.getElementById(id);
  const isThere = Boolean(text || score);
  if (!hint && isThere) {
    hint = document.createElement("p");
    hint.id = id;
    hint.className = "cell-hint";
    const cell = input.closest("td");
    cell?.insertBefore(hint, cell.querySelector(":scope > .cell-notes"));
  }
  hint?.replaceChildren(...(score ? [takeButton(input.name, score), " "] : []), text);
  if (!isThere) {
    hint?.remove();
  }
  const ids = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((other) => other && other !== id);
  input.setAttribute("aria-describedby", [...ids, ...(isThere ? [id] : [])].join(" "));
}

function takeButton(/** @type {string} */ path, /** @type {string} */ score) {
  const button = document.createElement("button");
  Object.assign(button, { className: "take", name: "action", value: `take:${path}`, textContent: `建议 ${score}` });
  button.dataset.score = score;
  return button;
}
