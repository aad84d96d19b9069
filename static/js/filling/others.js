// Other people, and other windows, in the same step: who they are, and what they saved while this page is open.
//
// A cell that nobody touches here is brought up to date in its place, with a mark; never one that has the focus, or an unsent text.

import { forget, markChanged, tellOther } from "./choices.js";
import { look, TIMES } from "./line.js";

export class Others {
  #form;
  #queue;
  #page;
  // Changes that this page shows, and those that wait until their cell is left, by path.
  #marked = new Map();
  #waiting = new Map();
  #company;
  #timer = 0;

  /** `page`: { inputOf, takeTheirs, isBusy, heardOf } of the module that saves. */
  constructor(form, queue, page) {
    this.#form = form;
    this.#queue = queue;
    this.#page = page;
    this.#company = document.createElement("p");
    this.#company.className = "company";
    form.querySelector(".save-bar [role=status]").after(this.#company);
    this.#tell(form.dataset.company);
    form.addEventListener("focusout", () => setTimeout(() => this.#showWaiting()));
    document.addEventListener("visibilitychange", () => !document.hidden && this.#look());
    setInterval(() => this.#look(), TIMES.look);
  }

  /** How many cells were changed elsewhere since this page was opened, and are marked. */
  get told() {
    const changes = [...this.#marked.values(), ...this.#waiting.values()];
    const own = changes.filter((change) => change.is_own).length;
    return { own, others: changes.length - own };
  }

  /** A person typed into the cell: what stood there is theirs to replace. */
  typed(input) {
    this.#marked.delete(input.name);
    if (input.matches(".changed-elsewhere")) {
      forget(input);
    }
  }

  /** Shows what an answer tells of others; `sent`: the cells that it answers for. */
  show({ news, before }, sent, company) {
    sent.forEach((path) => this.#settled(path));
    for (const [path, change] of news) {
      this.#change(path, change, before);
    }
    this.#tell(company);
  }

  // What was typed is stored, or is left to be chosen, which takes the place of what stood under the cell.
  #settled(path) {
    if (this.#waiting.delete(path)) {
      forget(this.#page.inputOf(path));
    }
  }

  #change(path, change, before) {
    const input = this.#page.inputOf(path);
    if (!input || input.value === change.text) {
      return;
    }
    if (input === document.activeElement) {
      this.#queue.rest(path, before);
      this.#waiting.set(path, change);
      tellOther(input, change, () => {
        this.#waiting.delete(path);
        this.#page.takeTheirs(path, change.text);
      });
    } else {
      this.#replace(input, change);
    }
  }

  #showWaiting() {
    for (const [path, change] of this.#waiting) {
      const input = this.#page.inputOf(path);
      if (input !== document.activeElement && !this.#queue.has(path)) {
        this.#waiting.delete(path);
        this.#replace(input, change);
      }
    }
  }

  #replace(input, change) {
    this.#queue.follow(input.name);
    this.#marked.set(input.name, change);
    input.value = change.text;
    markChanged(input, change);
    input.dispatchEvent(new Event("filling:computed", { bubbles: true }));
  }

  #tell(words) {
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
      this.#page.heardOf({ revision, cells: {} }, answer);
    }
  }
}
