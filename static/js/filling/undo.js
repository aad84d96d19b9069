// Undo and redo of the page's last changes, across its cells: Ctrl+Z, Ctrl+Y or Ctrl+Shift+Z.
//
// A step is one act of the person: a text typed into a cell until it is left, or a block pasted or cleared. While a long text is
// being typed, the browser's own undo applies. The server undoes a block that added rows; since the page is reloaded with each such
// change, the steps are kept for the next page.

import { isInput, valueOf } from "../forms/controls.js";
import { announcer } from "./cells.js";
import { listen } from "./events.js";
import { addRows, takeBackRows } from "./rows.js";
import { tabStore } from "./storage.js";

/** @import { AddedRows, Input, Step, Steps, TabStore, Texts } from "../shapes.js" */

const LONGEST = 200;

export function start(/** @type {HTMLFormElement} */ form) {
  /** @type {WeakMap<Input, string>} */
  const known = new WeakMap();
  const alarm = announcer(form, "alert", "paste-alert");
  const { done, undone } = recall(form);
  /** @type {Texts | null} */
  let together = null;
  /** @type {{ control: Input, texts: Texts } | null} */
  let typing = null;
  let replaying = false;
  let isUnderWay = false;

  if (done.length || undone.length) {
    // A reloaded page does not go to its cell by itself.
    document.getElementById(location.hash.slice(1))?.focus();
  }

  for (const control of [...form.querySelectorAll("input[name], textarea[name], select[name]")].filter(isInput)) {
    known.set(control, control.value);
  }
  form.addEventListener("focusin", ({ target }) => isInput(target) && known.set(target, target.value));
  listen(form, "filling:together", (detail) => {
    detail.forEach((control) => known.set(control, control.value));
    typing = null;
    together = {};
  });
  listen(form, "filling:apart", () => {
    remember({ texts: together ?? {} });
    together = null;
  });
  listen(form, "filling:redrawing", (detail) => {
    if (!isUnderWay) {
      remember(detail);
      keep(form, detail.revision, { done, undone });
    }
  });
  listen(form, "filling:computed", (_, target) => isInput(target) && known.set(target, target.value));
  form.addEventListener("focusout", () => {
    typing = null;
  });
  form.addEventListener("input", (event) => {
    if (isInput(event.target) && event.target.name && !replaying) {
      changed(event.target, event.isTrusted);
    }
  });
  form.addEventListener("keydown", (event) => {
    const back = isBack(event);
    if (!back && !isForth(event)) {
      return;
    }
    if (back && typing && typing.control.matches("td.long textarea, .field textarea") && typing.control === event.target) {
      return;
    }
    event.preventDefault();
    typing = null;
    replay(back);
  });

  function changed(/** @type {Input} */ control, /** @type {boolean} */ byHand) {
    const { name, value: after } = control;
    const before = known.get(control) ?? (control instanceof HTMLSelectElement ? "" : control.defaultValue);
    known.set(control, after);
    if (together) {
      together[name] = { before: together[name]?.before ?? before, after };
    } else if (byHand && typing && typing.control === control) {
      typing.texts[name].after = after;
    } else {
      const texts = { [name]: { before, after } };
      typing = byHand ? { control, texts } : null;
      remember({ texts });
    }
  }

  function remember(/** @type {Step} */ step) {
    if ("list" in step || Object.keys(step.texts).length) {
      undone.length = 0;
      done.push(step);
      done.splice(0, done.length - LONGEST);
    }
  }

  async function replay(/** @type {boolean} */ back) {
    const [from, to] = back ? [done, undone] : [undone, done];
    const step = from[from.length - 1];
    if (!step || isUnderWay) {
      return;
    }
    if ("list" in step) {
      await replayRows(back, step, from, to);
    } else {
      from.pop();
      to.push(step);
      replayTexts(back, step.texts);
    }
  }

  function replayTexts(/** @type {boolean} */ back, /** @type {Texts} */ texts) {
    const changes = Object.entries(texts).flatMap(([path, change]) => {
      const control = form.elements.namedItem(path);
      return isInput(control) ? [{ control, ...change }] : [];
    });
    replaying = true;
    for (const { control, before, after } of changes) {
      control.value = back ? before : after;
      known.set(control, control.value);
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    replaying = false;
    changes[0]?.control.focus();
  }

  /**
   * @param {boolean} back
   * @param {AddedRows} step
   * @param {Step[]} from
   * @param {Step[]} to
   */
  async function replayRows(back, step, from, to) {
    isUnderWay = true;
    const stop = listen(form, "filling:redrawing", ({ revision }) => {
      from.pop();
      to.push({ ...step, revision });
      keep(form, revision, { done, undone });
    });
    const why = await (back ? takeBackRows(step) : addRows(step));
    stop();
    isUnderWay = false;
    alarm(why && `${back ? "没有撤销粘贴" : "没有重新粘贴"}：${why}`);
  }
}

function isBack(/** @type {KeyboardEvent} */ event) {
  return isCommand(event) && event.key.toLowerCase() === "z" && !event.shiftKey;
}

function isForth(/** @type {KeyboardEvent} */ event) {
  return isCommand(event) && (event.key.toLowerCase() === "y" || (event.key.toLowerCase() === "z" && event.shiftKey));
}

function isCommand(/** @type {KeyboardEvent} */ event) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.isComposing;
}

// In the tab's own storage, for the page with this revision; steps do not fit any other page.
function keep(/** @type {HTMLFormElement} */ form, /** @type {number} */ revision, /** @type {Steps} */ steps) {
  keptOf(form).put({ revision, ...steps });
}

/** @returns {Steps} */
function recall(/** @type {HTMLFormElement} */ form) {
  const kept = keptOf(form).get();
  return kept?.revision === Number(valueOf(form, "revision")) ? kept : { done: [], undone: [] };
}

/** @returns {TabStore<Steps & { revision: number }>} */
function keptOf(/** @type {HTMLFormElement} */ form) {
  return tabStore(`undo ${form.dataset.user} ${form.dataset.cells}`);
}
