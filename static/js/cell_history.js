// Who changed a cell, when, from what to what: below the cell of the paper on which the pointer rests, or that has the focus. The arrow keys lead from cell to cell.

import { all, element } from "./dom.js";

const CELLS = ".paper td[id], .paper .figures tr[id], .paper .chapter[id] > h3";
const WAIT = 400;
/** @type {Record<string, [down: number, right: number]>} */
const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

/** @type {Map<string, string>} */
const known = new Map();
const shown = element("div", "cell-history-box");
let timer = 0;

export function start() {
  const [paper] = all(document, ".paper[data-history]", HTMLElement);
  if (!paper) {
    return;
  }
  shown.setAttribute("role", "status");
  for (const cell of all(paper, CELLS, HTMLElement)) {
    cell.tabIndex = -1;
  }
  const [first] = all(paper, CELLS, HTMLElement);
  if (first) {
    first.tabIndex = 0;
  }
  paper.addEventListener("pointerover", ({ target, pointerType }) => pointerType === "mouse" && later(paper, cellOf(target)));
  paper.addEventListener("pointerleave", () => later(paper, null));
  paper.addEventListener("focusin", ({ target }) => later(paper, cellOf(target)));
  paper.addEventListener("focusout", hide);
  paper.addEventListener("keydown", (event) => move(paper, event));
  addEventListener("scroll", ({ target }) => target === shown || shown.remove(), { capture: true, passive: true });
}

function cellOf(/** @type {EventTarget | null} */ target) {
  const cell = target instanceof Element ? target.closest(CELLS) : null;
  return cell instanceof HTMLElement ? cell : null;
}

function later(/** @type {HTMLElement} */ paper, /** @type {HTMLElement | null} */ cell) {
  clearTimeout(timer);
  if (cell?.contains(shown)) {
    return;
  }
  hide();
  if (cell) {
    timer = setTimeout(() => tell(paper, cell), WAIT);
  }
}

async function tell(/** @type {HTMLElement} */ paper, /** @type {HTMLElement} */ cell) {
  const path = (cell.closest("[id]") ?? cell).id;
  const waiting = timer;
  const told = known.get(path) ?? (await ask(`${paper.dataset.history}?path=${encodeURIComponent(path)}`));
  if (!told || waiting !== timer) {
    return;
  }
  known.set(path, told);
  shown.replaceChildren(...new DOMParser().parseFromString(told, "text/html").body.children);
  (cell instanceof HTMLTableRowElement ? (cell.cells[1] ?? cell) : cell).append(shown);
  place(cell.getBoundingClientRect());
}

// What is asked on hovering is not worth a message if the network fails.
async function ask(/** @type {string} */ address) {
  try {
    const response = await fetch(address);
    return response.ok && !response.redirected ? await response.text() : "";
  } catch (fault) {
    if (fault instanceof TypeError) {
      return "";
    }
    throw fault;
  }
}

function place(/** @type {DOMRect} */ { left, top, bottom }) {
  // As wide as its text takes, wherever it stood before.
  shown.style.left = "0";
  const isBelow = bottom + shown.offsetHeight < innerHeight;
  shown.style.left = `${Math.max(0, Math.min(left, document.documentElement.clientWidth - shown.offsetWidth - 8))}px`;
  shown.style.top = `${isBelow ? bottom : Math.max(0, top - shown.offsetHeight)}px`;
}

function hide() {
  clearTimeout(timer);
  timer = 0;
  shown.remove();
}

function move(/** @type {HTMLElement} */ paper, /** @type {KeyboardEvent} */ event) {
  const cell = cellOf(event.target);
  const arrow = ARROWS[event.key];
  if (event.key === "Escape") {
    hide();
  } else if (cell === event.target && cell && arrow && !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    next(all(paper, CELLS, HTMLElement), cell, arrow)?.focus();
  }
}

// The nearest cell in a direction: along a row by its order, across rows by what stands above or below.
function next(/** @type {HTMLElement[]} */ cells, /** @type {HTMLElement} */ cell, /** @type {[number, number]} */ [down, right]) {
  const at = cells.indexOf(cell);
  if (right) {
    return cells[at + right];
  }
  const here = cell.getBoundingClientRect();
  const onward = down > 0 ? cells.slice(at + 1) : cells.slice(0, at).reverse();
  return onward.find((one) => {
    const there = one.getBoundingClientRect();
    const isPast = down > 0 ? there.top >= here.bottom - 1 : there.bottom <= here.top + 1;
    return isPast && there.left < here.right && there.right > here.left;
  });
}
