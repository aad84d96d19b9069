// The page that compares files with what is stored: what was read of them, and what is ticked, is kept as a whole, and the page where files are
// chosen offers to go on with it.

import { storeOf, LASTS, newName, putField } from "./kept.js";

const KEY = "sealed";

export function isSealed(/** @type {HTMLFormElement} */ form) {
  return form.elements[KEY] !== undefined && form.dataset.continue === undefined;
}

export function keepSealed(/** @type {HTMLFormElement} */ form) {
  const kept = storeOf(form);
  let sent;
  put();
  form.addEventListener("change", put);
  form.querySelector("[data-forget]")?.addEventListener("click", () => kept.remove(KEY));

  function put() {
    const take = [...form.elements].flatMap((one) => (one instanceof HTMLInputElement ? [one] : [])).filter((one) => one.name === "take" && one.checked).map((one) => one.value);
    kept.put(KEY, { text: form.elements[KEY].value, take, at: Date.now(), sent });
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

// Fills in the form by which the page where files are chosen goes on with what is kept, and shows it.
export function offerToContinue(/** @type {HTMLFormElement} */ form) {
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
