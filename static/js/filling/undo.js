// Undo and redo of the last changes of the page, across its cells: Ctrl+Z, Ctrl+Y or Ctrl+Shift+Z.
//
// A step is what one person's act changed: a text typed into one cell until it is left, a block pasted or cleared. In a long text that is
// being typed the browser's own undo goes on. A block that added rows is taken back by the server; as the page is drawn anew with each such
// change, the steps are kept for the page that comes next.

import { isInput } from "../forms/controls.js";
import { announcer } from "./cells.js";
import { listen } from "./events.js";
import { addRows, takeBackRows } from "./rows.js";
import { tabStore } from "./storage.js";

const LONGEST = 200;

export function start(/** @type {HTMLFormElement} */ form) {
  const known = new WeakMap();
  const alarm = announcer(form, "alert", "paste-alert");
  // Steps: { texts: { before, after } by path }, or { list, count, cells, revision } of added rows.
  const { done, undone } = recall(form);
  /** @type {Record<string, { before: string, after: string }> | null} */
  let together = null;
  /** @type {{ control: Element, step: { texts: Record<string, { before: string, after: string }> } } | null} */
  let typing = null;
  let replaying = false;
  let isUnderWay = false;

  if (done.length || undone.length) {
    // A page that is loaded again does not go to its cell by itself.
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
    remember({ texts: together });
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

  function changed(control, byHand) {
    const { name, value: after } = control;
    const before = known.get(control) ?? control.defaultValue ?? "";
    known.set(control, after);
    if (together) {
      together[name] = { before: together[name]?.before ?? before, after };
    } else if (byHand && typing && typing.control === control) {
      typing.step.texts[name].after = after;
    } else {
      const step = { texts: { [name]: { before, after } } };
      typing = byHand ? { control, step } : null;
      remember(step);
    }
  }

  function remember(step) {
    if (step.list || Object.keys(step.texts).length) {
      undone.length = 0;
      done.push(step);
      done.splice(0, done.length - LONGEST);
    }
  }

  async function replay(back) {
    const [from, to] = back ? [done, undone] : [undone, done];
    const step = from[from.length - 1];
    if (!step || isUnderWay) {
      return;
    }
    if (step.list) {
      await replayRows(back, step, from, to);
    } else {
      to.push(from.pop());
      replayTexts(back, step.texts);
    }
  }

  function replayTexts(back, texts) {
    const changes = Object.entries(texts).map(([path, change]) => [form.elements.namedItem(path), change]);
    replaying = true;
    for (const [control, { before, after }] of changes) {
      control.value = back ? before : after;
      known.set(control, control.value);
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    replaying = false;
    changes[0][0].focus();
  }

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

function isBack(event) {
  return isCommand(event) && event.key.toLowerCase() === "z" && !event.shiftKey;
}

function isForth(event) {
  return isCommand(event) && (event.key.toLowerCase() === "y" || (event.key.toLowerCase() === "z" && event.shiftKey));
}

function isCommand(event) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.isComposing;
}

// In the tab's own storage, for the page that shows the revision; no other page's steps stand where they did.
function keep(form, revision, steps) {
  keptOf(form).put({ revision, ...steps });
}

function recall(form) {
  const { revision, ...steps } = keptOf(form).get() ?? {};
  return revision === Number(form.elements.revision.value) ? steps : { done: [], undone: [] };
}

function keptOf(form) {
  return tabStore(`undo ${form.dataset.user} ${form.dataset.cells}`);
}
