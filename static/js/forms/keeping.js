// Keeps what is typed into a form, and restores it when the form is shown again.

import { controlsOf, drawnIn, fieldOf, isInput, isTyped, keyOf, labelOf, textOf, write } from "./controls.js";
import { storeOf, newName, putField } from "./kept.js";
import { tellRestored } from "./telling.js";

/** @import { ControlEntry, Input, Keeper, Restored, Store } from "../shapes.js" */

/** @returns {Keeper} */
export function keep(/** @type {HTMLFormElement} */ form) {
  /** @type {Store<ControlEntry>} */
  const kept = storeOf(form);
  /** @type {Map<string, ControlEntry>} */
  const pending = new Map();
  const revision = fieldOf(form, "revision");
  const drawnRevision = revision?.value;
  let isDirty = form.dataset.unsaved !== undefined && document.querySelector("#error-summary") !== null;
  restore();
  form.addEventListener("input", ({ target }) => isInput(target) && typed(target));
  form.addEventListener("change", ({ target }) => isInput(target) && typed(target));

  function restore() {
    const controls = controlsOf(form);
    const early = controls.filter((control) => textOf(control) !== drawnIn(control));
    const entries = kept.all();
    /** @type {Restored} */
    const restored = [];
    for (const control of controls) {
      const entry = entries[keyOf(control)];
      if (entry) {
        pending.set(keyOf(control), entry);
        if (textOf(control) !== entry.text && !early.includes(control)) {
          write(control, entry.text);
          restored.push([control, entry]);
        }
      }
    }
    early.forEach(typed);
    if (restored.length) {
      restOn(restored.map(([, entry]) => entry.revision));
      tellRestored(form, restored, discard);
    }
  }

  // The server compares with the page's content at the time of typing, so that it reports what others have written since instead of overwriting it.
  function restOn(/** @type {(string | undefined)[]} */ revisions) {
    const known = revisions.filter((one) => one !== undefined).map(Number);
    if (revision && known.length) {
      revision.value = String(Math.min(...known));
    }
  }

  function discard(/** @type {Restored} */ restored) {
    for (const [control] of restored) {
      write(control, drawnIn(control));
      drop(keyOf(control));
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
    isDirty = false;
    if (revision && drawnRevision !== undefined) {
      revision.value = drawnRevision;
    }
  }

  function typed(/** @type {Input} */ control) {
    if (!controlsOf(form).includes(control)) {
      return;
    }
    const key = keyOf(control);
    const drawn = pending.get(key)?.drawn ?? drawnIn(control);
    isDirty = true;
    if (textOf(control) === drawn) {
      drop(key);
      return;
    }
    put(key, {
      text: textOf(control),
      drawn,
      page: location.pathname,
      label: isTyped(control) ? labelOf(control) : undefined,
      revision: revision?.value,
      at: Date.now(),
    });
    // Texts kept here need not be kept by the browser's own form restoration, which does not know what has been accepted.
    if (kept.isWorking) {
      form.setAttribute("autocomplete", "off");
    }
  }

  function put(/** @type {string} */ key, /** @type {ControlEntry} */ entry) {
    pending.set(key, entry);
    kept.put(key, entry);
  }

  function drop(/** @type {string} */ key) {
    pending.delete(key);
    kept.remove(key);
  }

  return {
    form,
    nameForSending() {
      if (!pending.size) {
        return;
      }
      const sent = newName();
      for (const [key, entry] of pending) {
        put(key, { ...entry, revision: revision?.value, sent });
      }
      putField(form, "kept_as", sent);
      isDirty = false;
    },
    get isAtRisk() {
      return isDirty && (form.dataset.unsaved !== undefined || (pending.size > 0 && !kept.isWorking));
    },
    get isTaken() {
      const entries = kept.all();
      return kept.isWorking && [...pending].some(([key, { sent }]) => sent && !entries[key]);
    },
  };
}
