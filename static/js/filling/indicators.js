// Rows moved by keys and by dragging, suggested scores taken over by a click, the library of indicators opened beside its category, and what
// an answer says of weights, typed values and scores. Without this module the rows' buttons and the library's own page do the same.

import { one } from "../dom.js";
import { announcer } from "./cells.js";
import { listen } from "./events.js";
import { ourPage } from "./transport.js";

const MOVES = { ArrowUp: "up", ArrowDown: "down" };

export function start(/** @type {HTMLFormElement} */ form) {
  form.addEventListener("keydown", moveByKey);
  form.addEventListener("click", (event) => takeScore(event, form));
  form.addEventListener("click", openLibrary);
  listen(form, "filling:saved", (detail) => show(form, detail.extras));
  form.querySelectorAll(".official-table tr[id]").forEach((row) => makeDraggable(form, row));
}

function press(form, value) {
  const button = document.createElement("button");
  Object.assign(button, { name: "action", value, hidden: true });
  form.append(button);
  form.requestSubmit(button);
}

// Alt+↑ and Alt+↓ in a row press its buttons; the page comes back with the cursor in the row.
function moveByKey(event) {
  const row = event.target.closest("tr[id]");
  const button = row?.querySelector(`button[value="${MOVES[event.key]}:${row.id}"]`);
  if (event.altKey && !event.ctrlKey && !event.metaKey && button) {
    event.preventDefault();
    button.click();
  }
}

function takeScore(event, form) {
  const button = event.target.closest("button.take");
  const input = button && form.elements[button.value.slice("take:".length)];
  if (input) {
    event.preventDefault();
    input.value = button.dataset.score;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  }
}

// Dragging. A row moves within its list: the rows up to the one after which rows are added.

/** @type {HTMLTableRowElement | null} */
let dragged = null;

function makeDraggable(form, row) {
  const handle = document.createElement("span");
  handle.className = "handle";
  handle.draggable = true;
  handle.title = "拖动这一行（键盘：Alt+↑、Alt+↓）";
  handle.setAttribute("aria-hidden", "true");
  handle.textContent = "⠿";
  row.querySelector(".gutter").prepend(handle);
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
      mark(row);
    }
  });
  row.addEventListener("drop", (event) => {
    if (dragged && listOf(dragged).includes(row)) {
      event.preventDefault();
      drop(form, row);
    }
  });
}

function listOf(row) {
  const rows = [...row.closest("table").querySelectorAll("tr[id]")];
  const isLast = (one) => one.querySelector('button[value^="add:"]') !== null;
  const at = rows.indexOf(row);
  const first = rows.reduce((begin, one, place) => (place < at && isLast(one) ? place + 1 : begin), 0);
  const last = rows.findIndex((one, place) => place >= at && isLast(one));
  return rows.slice(first, last < 0 ? undefined : last + 1);
}

function mark(target) {
  const rows = listOf(dragged);
  const below = rows.indexOf(target) > rows.indexOf(dragged);
  rows.forEach((row) => {
    row.classList.toggle("drop-below", row === target && target !== dragged && below);
    row.classList.toggle("drop-above", row === target && target !== dragged && !below);
  });
}

function drop(form, target) {
  if (!dragged) {
    return;
  }
  const rows = listOf(dragged);
  const by = rows.indexOf(target) - rows.indexOf(dragged);
  const path = dragged.id;
  endDrag();
  if (by) {
    press(form, `move:${path}:${by}`);
  }
}

function endDrag() {
  document.querySelectorAll(".dragged, .drop-below, .drop-above").forEach((row) => {
    row.classList.remove("dragged", "drop-below", "drop-above");
  });
  dragged = null;
}

// The library: its page's list of the category, opened in the gutter. Where a page of ours does not have it, the link leads there.

async function openLibrary(event) {
  const link = event.target.closest("a.library");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
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

async function entriesOf(link) {
  const { page } = (await ourPage(link.href)) ?? {};
  const found = page?.getElementById(new URL(link.href).hash.slice(1))?.querySelector("ul, .hint");
  announcer(link.closest("form"), "alert", "paste-alert")(page ? "" : "没有打开指标库：网络中断，请稍后再按一次。");
  if (!found) {
    // The sign-in page, or another of ours that says why.
    page && location.assign(link.href);
    return null;
  }
  const list = document.createElement("div");
  list.className = "library-list";
  list.append(document.adoptNode(found));
  return list;
}

// What an answer says.

/** @param {HTMLFormElement} form @param {import("./answers.js").Extras} extras */
function show(form, { meters = [], understood = {}, take = {} }) {
  meters.forEach(showMeter);
  const places = [...form.querySelectorAll(".cell-hint")].map((hint) => hint.id.slice(0, -".hint".length));
  for (const path of new Set([...places, ...Object.keys(understood), ...Object.keys(take)])) {
    showHint(form.elements[path], understood[path] ?? "", take[path] ?? "");
  }
}

function showMeter({ code, value, words, state }) {
  const line = document.getElementById(`meter.${code}`);
  if (line) {
    line.className = state;
    one(line, "b", HTMLElement).textContent = value;
    one(line, "meter", HTMLMeterElement).value = Number(value);
    one(line, ".words", HTMLElement).textContent = words;
  }
}

// As official_cells.py draws it.
function showHint(input, text, score) {
  if (!input) {
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
    cell.insertBefore(hint, cell.querySelector(":scope > .cell-notes"));
  }
  hint?.replaceChildren(...(score ? [takeButton(input.name, score), " "] : []), text);
  if (!isThere) {
    hint?.remove();
  }
  const ids = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  input.setAttribute("aria-describedby", [...ids, ...(isThere ? [id] : [])].join(" "));
}

function takeButton(path, score) {
  const button = document.createElement("button");
  Object.assign(button, { className: "take", name: "action", value: `take:${path}`, textContent: `建议 ${score}` });
  button.dataset.score = score;
  return button;
}
