// Decisions about texts that can't simply be stored in their cell: somebody else has changed it, too, another window left it undecided, or its
// row no longer exists.

import { choose, forget, offerUndecided, showLost, tellReplaced } from "./choices.js";
import { inputOf, write } from "./inputs.js";

/**
 * @import { Batch, Choice, Input, KeptCell, Store, Stranded, Undecided } from "../shapes.js"
 * @import { Queue } from "./queue.js"
 */

export class Conflicts {
  #form;
  #queue;
  #store;
  #decided;

  /**
   * @param {HTMLFormElement} form
   * @param {Queue} queue
   * @param {Store<KeptCell>} store
   * @param {() => void} decided is called after each decision that is not made by typing
   */
  constructor(form, queue, store, decided) {
    this.#form = form;
    this.#queue = queue;
    this.#store = store;
    this.#decided = decided;
  }

  /** Somebody else has saved another text in the cell. */
  leaveToChoose(/** @type {string} */ path, /** @type {Choice} */ choice) {
    const input = inputOf(this.#form, path);
    if (input) {
      choose(input, choice, { mine: () => this.#insist(input), theirs: () => this.takeTheirs(input, choice.theirs) });
    } else {
      // It was kept by a page that had this cell.
      this.#queue.refuse({ cells: { [path]: choice.mine } });
      this.showLost([{ path, name: choice.name, text: choice.mine }]);
    }
  }

  /** The person has typed over the choice. */
  typedOver(/** @type {Input} */ input, /** @type {Choice} */ choice) {
    tellReplaced(input, choice, () => this.takeTheirs(input, choice.theirs));
  }

  #insist(/** @type {Input} */ input) {
    forget(input);
    input.focus();
    this.#queue.insist(input.name);
    this.#decided();
  }

  /** The text is based on the one against which it was chosen, so that it does not overwrite what has been saved since. */
  takeTheirs(/** @type {Input} */ input, /** @type {string} */ text) {
    this.#queue.type(input.name, text);
    forget(input);
    write(input, text);
    input.focus();
  }

  /**
   * A text from a window that was closed before its person chose: it waits for them, and does not keep anything else from being saved.
   *
   * @param {Undecided} undecided
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

  /** Shows texts for copying whose cells the server does not accept (any more) in this step. */
  lose(/** @type {Batch} */ batch) {
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
