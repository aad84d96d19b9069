// A page that shows what a posted form left undecided; only its button saves it.

import { cellsOf } from "./inputs.js";

/** @import { KeptCell, Store } from "../shapes.js" */

export class LeftToThePerson {
  constructor(/** @type {HTMLFormElement} */ form, /** @type {Store<KeptCell>} */ store) {
    let isChanged = true;
    cellsOf(form).forEach((input) => store.remove(input.name));
    form.addEventListener("submit", () => {
      isChanged = false;
    });
    addEventListener("beforeunload", (event) => isChanged && event.preventDefault());
  }

  async flush() {
    return true;
  }

  async postRows() {
    return null;
  }
}
