// Numbers in cells: a text that can't be read gets buttons with what it may have meant, and a number in another spelling (`=1+2`, `12.5万`) is
// replaced by the stored one once its cell is left.

import { element, targetOf } from "../dom.js";
import { isInput } from "../forms/controls.js";
import { put } from "./cells.js";
import { listen, send } from "./events.js";
import { inputOf } from "./inputs.js";

/** @import { Input } from "../shapes.js" */

export function start(/** @type {HTMLFormElement} */ form) {
  /** @type {Map<string, string[]>} What unreadable texts may have meant, by path: an answer only tells of those that it answers. */
  const offered = new Map();
  /** @type {Map<string, [typed: string, stored: string]>} */
  const read = new Map();
  form.addEventListener("click", (event) => take(form, event));
  form.addEventListener("focusout", ({ target }) => isInput(target) && settle(target, true));
  listen(form, "filling:saved", (detail) => {
    Object.entries(detail.offers).forEach(([path, texts]) => offered.set(path, texts));
    Object.entries(detail.read).forEach(([path, texts]) => read.set(path, texts));
    for (const [path, texts] of offered) {
      const input = inputOf(form, path);
      const isStill = input && path in detail.unreadable;
      input && show(input, isStill ? texts : []);
      isStill || offered.delete(path);
    }
    for (const path of [...read.keys()]) {
      const input = inputOf(form, path);
      input && settle(input, false);
    }
  });

  function settle(/** @type {Input} */ input, /** @type {boolean} */ isLeaving) {
    const [typed, stored] = read.get(input.name) ?? [];
    if (stored === undefined || (input === document.activeElement && !isLeaving)) {
      return;
    }
    read.delete(input.name);
    if (input.value === typed) {
      input.value = stored;
      send(input, "filling:computed", null);
    }
  }
}

// As official_cells.py renders it.
function show(/** @type {Input} */ input, /** @type {string[]} */ texts) {
  const there = input.parentElement?.querySelector(":scope > .offers");
  const buttons = texts.map((text) => {
    const button = element("button", "offer", text ? `改为 ${text}` : "留空");
    Object.assign(button, { name: "action", value: `put:${input.name}:${text}` });
    return button;
  });
  const drawn = element("p", "offers");
  drawn.append(...buttons.flatMap((button, place) => (place ? [" ", button] : [button])));
  if (there?.innerHTML === drawn.innerHTML) {
    return;
  }
  there?.remove();
  buttons.length && input.after(drawn);
}

function take(/** @type {HTMLFormElement} */ form, /** @type {MouseEvent} */ event) {
  const button = targetOf(event).closest("button.offer, button.usual");
  const [, path, text] = button instanceof HTMLButtonElement ? (/^put:([^:]*):(.*)$/.exec(button.value) ?? []) : [];
  const input = path === undefined ? null : inputOf(form, path);
  if (input) {
    event.preventDefault();
    put(form, new Map([[input, text]]));
    input.focus();
    input instanceof HTMLInputElement && input.select();
  }
}
