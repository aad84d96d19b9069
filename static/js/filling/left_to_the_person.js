// A page that shows what a posted form left undecided: it is saved by its button only.

import { cellsOf } from "./inputs.js";

export class LeftToThePerson {
  constructor(/** @type {HTMLFormElement} */ form, /** @type {import("./storage.js").Store} */ store) {
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
