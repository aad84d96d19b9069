// Other people, and other windows, on the same step: who they are, and what they have saved while this page is open.
//
// A cell that nobody is editing here is updated in place, with a mark; a cell with the focus or an unsent text never is.

import { forget, markChanged, tellOther } from "./choices.js";
import { listen, send } from "./events.js";
import { inputOf } from "./inputs.js";
import { look, TIMES } from "./transport.js";

/**
 * @import { Batch, Input, News, Standing, Taken } from "../shapes.js"
 * @import { Queue } from "./queue.js"
 */

export class Others {
  #form;
  #queue;
  #page;
  /** @type {Map<string, News>} Changes that this page shows, by path. */
  #marked = new Map();
  /** @type {Map<string, News>} Changes that wait until their cell is left. */
  #waiting = new Map();
  #company = document.createElement("p");
  /** @type {number | undefined} */
  #timer;

  /**
   * @param {HTMLFormElement} form
   * @param {Queue} queue
   * @param {object} page What the saving module does for it.
   * @param {(input: Input, text: string) => void} page.takeTheirs
   * @param {() => boolean} page.isBusy
   * @param {(batch: Batch, answer: Standing) => void} page.takeAnswer
   */
  constructor(form, queue, page) {
    this.#form = form;
    this.#queue = queue;
    this.#page = page;
    this.#company.className = "company";
    document.querySelector(".save-bar [role=status]")?.before(this.#company);
    this.#tell(form.dataset.company ?? "");
    form.addEventListener("focusout", () => setTimeout(() => this.#showWaiting()));
    listen(form, "filling:explained", () => this.#look());
    document.addEventListener("visibilitychange", () => !document.hidden && this.#look());
    setInterval(() => this.#look(), TIMES.look);
  }

  /** How many cells have been changed elsewhere since this page was opened, and are marked. */
  get changedElsewhere() {
    const changes = [...this.#marked.values(), ...this.#waiting.values()];
    const own = changes.filter((change) => change.is_own).length;
    return { own, others: changes.length - own };
  }

  /** The person has typed into the cell, which replaces its text. */
  typed(/** @type {Input} */ input) {
    this.#marked.delete(input.name);
    if (input.matches(".changed-elsewhere")) {
      forget(input);
    }
  }

  /**
   * Shows what an answer says about others.
   *
   * @param {Taken} taken
   * @param {string[]} sent the cells that it answers
   * @param {string} company who else is working on the step, in words
   */
  show({ news, before }, sent, company) {
    sent.forEach((path) => this.#settled(path));
    for (const [path, change] of news) {
      this.#change(path, change, before);
    }
    this.#tell(company);
  }

  // The typed text is stored, or left as a choice, which replaces anything shown under the cell.
  #settled(/** @type {string} */ path) {
    const input = inputOf(this.#form, path);
    if (this.#waiting.delete(path) && input) {
      forget(input);
    }
  }

  #change(/** @type {string} */ path, /** @type {News} */ change, /** @type {number} */ before) {
    const input = inputOf(this.#form, path);
    if (!input || input.value === change.text) {
      return;
    }
    if (input === document.activeElement) {
      this.#queue.showsStill(path, before);
      this.#waiting.set(path, change);
      tellOther(input, change, () => {
        this.#waiting.delete(path);
        this.#page.takeTheirs(input, change.text);
      });
    } else {
      this.#replace(input, change);
    }
  }

  #showWaiting() {
    for (const [path, change] of this.#waiting) {
      const input = inputOf(this.#form, path);
      if (input && input !== document.activeElement && !this.#queue.pending.has(path)) {
        this.#waiting.delete(path);
        this.#replace(input, change);
      }
    }
  }

  #replace(/** @type {Input} */ input, /** @type {News} */ change) {
    this.#queue.shows(input.name, change.revision);
    this.#marked.set(input.name, change);
    input.value = change.text;
    markChanged(input, change);
    send(input, "filling:computed", null);
  }

  #tell(/** @type {string} */ words) {
    this.#company.textContent = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(""), TIMES.company);
  }

  async #look() {
    if (document.hidden || this.#page.isBusy() || !this.#form.isConnected) {
      return;
    }
    const { revision } = this.#queue;
    const answer = await look(this.#form, revision);
    if (answer.kind === "saved" && !this.#page.isBusy() && revision === this.#queue.revision) {
      this.#page.takeAnswer({ revision, cells: {} }, answer);
    }
  }
}
