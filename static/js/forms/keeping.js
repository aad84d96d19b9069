// Keeps what is typed into one form, and gives it back when the form is shown again.

import { controlsOf, drawnIn, fieldOf, isTyped, keyOf, labelOf, textOf, write } from "./controls.js";
import { storeOf, newName, putField } from "./kept.js";
import { tellRestored } from "./telling.js";

export function keep(/** @type {HTMLFormElement} */ form) {
  const kept = storeOf(form);
  const pending = new Map();
  const revision = fieldOf(form, "revision");
  const drawnRevision = revision?.value;
  let isDirty = form.dataset.unsaved !== undefined && document.querySelector("#error-summary") !== null;
  restore();
  form.addEventListener("input", ({ target }) => typed(target));
  form.addEventListener("change", ({ target }) => typed(target));

  function restore() {
    const controls = controlsOf(form);
    const early = controls.filter((control) => textOf(control) !== drawnIn(control));
    const entries = kept.all();
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

  // The server compares with what stood on the page when it was typed, so that what others wrote since is told and not overwritten.
  function restOn(revisions) {
    const known = revisions.filter((one) => one !== undefined).map(Number);
    if (revision && known.length) {
      revision.value = String(Math.min(...known));
    }
  }

  function discard(restored) {
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

  function typed(control) {
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
    // What is kept here need not be kept by the browser's way back as well, which knows nothing of what was taken.
    if (kept.isWorking) {
      form.setAttribute("autocomplete", "off");
    }
  }

  function put(key, entry) {
    pending.set(key, entry);
    kept.put(key, entry);
  }

  function drop(key) {
    pending.delete(key);
    kept.remove(key);
  }

  return {
    form,
    // Names what is about to be sent, so that the server can say that it was taken.
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
    // Whether leaving the page is to be asked about.
    get isAtRisk() {
      return isDirty && (form.dataset.unsaved !== undefined || (pending.size > 0 && !kept.isWorking));
    },
    // Whether something that this page sent has been taken since.
    get isTaken() {
      const entries = kept.all();
      return kept.isWorking && [...pending].some(([key, { sent }]) => sent && !entries[key]);
    },
  };
}
