// The page that compares files with the stored content: what was read from them, and what is ticked, is kept as a whole, and the page where
// files are chosen offers to continue with it.

import { fieldOf, valueOf } from "./controls.js";
import { storeOf, LASTS, newName, putField } from "./kept.js";

/** @import { Keeper, SealedEntry, Store } from "../shapes.js" */

const KEY = "sealed";

export function isSealed(/** @type {HTMLFormElement} */ form) {
  return fieldOf(form, KEY) !== undefined && form.dataset.continue === undefined;
}

/** @returns {Keeper} */
export function keepSealed(/** @type {HTMLFormElement} */ form) {
  /** @type {Store<SealedEntry>} */
  const kept = storeOf(form);
  /** @type {string | undefined} */
  let sent;
  put();
  form.addEventListener("change", put);
  form.querySelector("[data-forget]")?.addEventListener("click", () => kept.remove(KEY));

  function put() {
    const boxes = [...form.elements].flatMap((one) => (one instanceof HTMLInputElement && one.name === "take" ? [one] : []));
    const take = boxes.filter((one) => one.checked).map((one) => one.value);
    kept.put(KEY, { text: valueOf(form, KEY), take, at: Date.now(), sent });
  }

  return {
    form,
    isAtRisk: false,
    nameForSending() {
      sent = newName();
      put();
      putField(form, "kept_as", sent);
    },
    get isTaken() {
      return kept.isWorking && sent !== undefined && !kept.all()[KEY];
    },
  };
}

// Fills in and shows the form with which the page where files are chosen continues with what is kept.
export function offerToContinue(/** @type {HTMLFormElement} */ form) {
  /** @type {Store<SealedEntry>} */
  const kept = storeOf(form);
  const { [KEY]: entry } = kept.all();
  if (entry && Date.now() - entry.at > LASTS) {
    kept.remove(KEY);
  } else if (entry) {
    for (const [field, value] of [[KEY, entry.text], ...entry.take.map((path) => ["take", path])]) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: field, value }));
    }
    form.querySelector("[data-forget]")?.addEventListener("click", () => {
      kept.remove(KEY);
      form.hidden = true;
    });
    form.hidden = false;
  }
}
