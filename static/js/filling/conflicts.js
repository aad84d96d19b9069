// What a person decides about texts that do not simply go into their cell: somebody else changed it too, another window left it undecided, or its
// row is gone.

import { choose, forget, offerUndecided, showLost, tellReplaced } from "./choices.js";
import { inputOf, write } from "./inputs.js";

/**
 * @typedef {import("./answers.js").Stranded} Stranded
 * @typedef {import("./events.js").Input} Input
 * @typedef {import("./queue.js").Choice} Choice
 */

export class Conflicts {
  #form;
  #queue;
  #store;
  #decided;

  /**
   * @param {HTMLFormElement} form
   * @param {import("./queue.js").Queue} queue
   * @param {import("./storage.js").Store} store
   * @param {() => void} decided is called after each decision that is not typed
   */
  constructor(form, queue, store, decided) {
    this.#form = form;
    this.#queue = queue;
    this.#store = store;
    this.#decided = decided;
  }

  /** Somebody else saved another text in the cell. */
  leaveToChoose(/** @type {string} */ path, /** @type {Choice} */ choice) {
    const input = inputOf(this.#form, path);
    if (input) {
      choose(input, choice, { mine: () => this.#insist(input), theirs: () => this.takeTheirs(input, choice.theirs) });
    } else {
      // Kept from a page that had this cell.
      this.#queue.refuse({ cells: { [path]: choice.mine } });
      this.showLost([{ path, name: choice.name, text: choice.mine }]);
    }
  }

  /** The person typed over the choice. */
  typedOver(/** @type {Input} */ input, /** @type {Choice} */ choice) {
    tellReplaced(input, choice, () => this.takeTheirs(input, choice.theirs));
  }

  #insist(/** @type {Input} */ input) {
    forget(input);
    input.focus();
    this.#queue.insist(input.name);
    this.#decided();
  }

  /** The text rests on what it was chosen against, so that it does not overwrite what was saved since. */
  takeTheirs(/** @type {Input} */ input, /** @type {string} */ text) {
    this.#queue.type(input.name, text);
    forget(input);
    write(input, text);
    input.focus();
  }

  /**
   * A text of a window that was closed before its person chose: it waits for them, and keeps nothing else from being saved.
   *
   * @param {import("./pending.js").Undecided} undecided
   */
  offer({ key, path, text }) {
    const input = inputOf(this.#form, path);
    if (!input || input.value === text) {
      this.#store.remove(key);
      return;
    }
    const dismiss = () => {
      this.#store.remove(key);
      forget(input);
    };
    const mine = () => {
      dismiss();
      write(input, text);
      input.focus();
    };
    offerUndecided(input, text, { mine, dismiss });
  }

  /** What the server does not take for cells of this step (any more) is shown, to be copied. */
  lose(/** @type {import("./queue.js").Batch} */ batch) {
    const nameOf = (/** @type {string} */ path) => inputOf(this.#form, path)?.getAttribute("aria-label") ?? path;
    this.showLost(this.#queue.refuse(batch).map(({ path, text }) => ({ path, name: nameOf(path), text })));
  }

  showLost(/** @type {Stranded[]} */ texts) {
    showLost(this.#form, texts, (paths) => {
      paths.forEach((path) => this.#queue.drop(path));
      this.#decided();
    });
  }
}
