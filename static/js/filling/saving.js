// Saves typed texts automatically: only changed cells, one request at a time. A cell counts as saved once the server has confirmed it;
// until then it is kept in the browser, and sent again after a broken connection, a reload or a new sign-in.

import { drawnIn, fieldOf, valueOf } from "../forms/controls.js";
import { Conflicts } from "./conflicts.js";
import { listen, send } from "./events.js";
import { cellsOf, inputOf, isCell, isCellName } from "./inputs.js";
import { LeftToThePerson } from "./left_to_the_person.js";
import { Others } from "./others.js";
import { PendingCells } from "./pending.js";
import { Queue } from "./queue.js";
import { Sender } from "./sender.js";
import { wordsOf } from "./status.js";
import { localStore, ownName, tabName, tabStore } from "./storage.js";
import { TIMES } from "./transport.js";

/** @import { Batch, Input, KeptCell, Question, Standing, Store, TabStore } from "../shapes.js" */

const HELD = "网络设备拒绝了这段文字，没有保存。会自动重试；也可以换个说法，或请网络管理员放行。";

/** @type {Saving | LeftToThePerson} */
let saving;

export function start(/** @type {HTMLFormElement} */ form) {
  const name = ownName("filling", form.dataset.cells ?? "");
  /** @type {Store<KeptCell>} */
  const store = localStore(name);
  // The last revision acknowledged to the previous page; used only once, to avoid a reload loop.
  /** @type {TabStore<number>} */
  const lastAcknowledged = tabStore(name);
  const shown = Number(valueOf(form, "revision"));
  const isDrawnBefore = (lastAcknowledged.get() ?? 0) > shown && !form.dataset.left;
  lastAcknowledged.put(null);
  if (form.dataset.left === "clashes") {
    saving = new LeftToThePerson(form, store);
    return;
  }
  saving = new Saving(form, store, lastAcknowledged);
  if (isDrawnBefore) {
    location.reload();
  }
}

/** Sends everything unsent. Returns whether the server has everything that it can accept; unreadable texts stay on the page. */
export function flush() {
  return saving.flush();
}

/**
 * Sends a change of rows, after which the page is reloaded: `body` returns it for the page's revision. Tries again if there is no answer.
 * Returns the answer, or null if something typed could not be saved first.
 *
 * @param {(revision: number) => Question} body
 */
export function postRows(body) {
  return saving.postRows(body);
}

class Saving {
  #form;
  #store;
  #lastAcknowledged;
  #queue;
  #sender;
  #conflicts;
  #others;
  #savedAt = "";
  #isPassing = false;

  /**
   * @param {HTMLFormElement} form
   * @param {Store<KeptCell>} store
   * @param {TabStore<number>} lastAcknowledged
   */
  constructor(form, store, lastAcknowledged) {
    this.#form = form;
    this.#store = store;
    this.#lastAcknowledged = lastAcknowledged;
    this.#queue = new Queue(Number(valueOf(form, "revision")), new PendingCells(store, tabName()));
    this.#sender = new Sender(form, this.#queue, {
      saved: (batch, answer) => this.#saved(batch, answer),
      lose: (batch) => this.#conflicts.lose(batch),
      show: () => this.#show(),
      say: (words) => this.#say(words),
    });
    this.#conflicts = new Conflicts(form, this.#queue, store, () => this.#sender.goAfter(0));
    this.#listen();
    this.#others = new Others(form, this.#queue, {
      takeTheirs: (input, text) => this.#conflicts.takeTheirs(input, text),
      isBusy: () => this.#sender.isBusy,
      takeAnswer: (batch, answer) => this.#takeAnswer(batch, answer),
    });
    this.#restore();
  }

  #listen() {
    const form = this.#form;
    const go = () => this.#sender.go();
    const typed = (/** @type {EventTarget | null} */ target) => isCell(form, target) && this.#typed(target);
    // Text that an input method is still composing does not count yet.
    form.addEventListener("input", (event) => !(/** @type {InputEvent} */ (event).isComposing) && typed(event.target));
    form.addEventListener("compositionend", ({ target }) => typed(target));
    form.addEventListener("change", ({ target }) => isCell(form, target) && this.#queue.pending.has(target.name) && go());
    form.addEventListener("focusout", () => !this.#queue.pending.isEmpty && go());
    form.addEventListener("submit", (event) => this.#flushFirst(event));
    form.addEventListener("formdata", (event) => this.#leaveOutWhatIsNotSent(event));
    addEventListener("online", go);
    addEventListener("pagehide", go);
    listen(document, "signing-out", (saves) => saves.push(this.flush()));
    addEventListener("pageshow", () => {
      this.#isPassing = false;
    });
    document.addEventListener("visibilitychange", () => document.hidden && go());
    addEventListener("beforeunload", (event) => !this.#queue.pending.isEmpty && !this.#store.isWorking && event.preventDefault());
  }

  flush() {
    return this.#sender.flush();
  }

  /** @param {(revision: number) => Question} body */
  async postRows(body) {
    return (await this.flush()) ? this.#sender.postRows(body(this.#queue.revision)) : null;
  }

  #restore() {
    const cells = cellsOf(this.#form);
    // Somebody may have typed before this module runs.
    const early = cells.filter((input) => input.value !== drawnIn(input));
    const undecided = this.#queue.pending.restore(this.#store.all());
    for (const input of cells.filter((one) => !early.includes(one))) {
      const cell = this.#queue.pending.get(input.name);
      if (cell && input.value !== cell.text) {
        input.value = cell.text;
        input.classList.add("restored");
        input.title = "未保存的内容已恢复";
      }
    }
    early.forEach((input) => this.#typed(input));
    if (this.#form.dataset.left === "errors") {
      cells.filter((input) => !this.#queue.pending.has(input.name)).forEach((input) => this.#queue.type(input.name, input.value));
    }
    undecided.forEach((one) => this.#conflicts.offer(one));
    if (!this.#queue.pending.isEmpty) {
      this.#sender.go();
    }
  }

  #typed(/** @type {Input} */ input) {
    const choice = this.#queue.pending.get(input.name)?.clash;
    this.#queue.type(input.name, wellFormed(input.value));
    if (choice) {
      this.#conflicts.typedOver(input, choice);
    }
    this.#others.typed(input);
    this.#sender.goAfter(TIMES.settle);
    if (!this.#sender.trouble) {
      this.#say("正在保存…");
    }
  }

  #saved(/** @type {Batch} */ batch, /** @type {Standing} */ answer) {
    const taken = this.#takeAnswer(batch, answer);
    this.#savedAt = answer.saved_at;
    taken.choices.forEach(([path, choice]) => this.#conflicts.leaveToChoose(path, choice));
    for (const path of taken.lost.filter((one) => this.#queue.pending.get(one)?.restored)) {
      const input = inputOf(this.#form, path);
      if (input) {
        input.value = drawnIn(input);
      }
    }
    if (answer.stranded.length) {
      this.#conflicts.showLost(answer.stranded);
    }
  }

  // Handles an answer to a save, or to a look at what others did.
  #takeAnswer(/** @type {Batch} */ batch, /** @type {Standing} */ answer) {
    const paths = Object.keys(batch.cells);
    const taken = this.#queue.take(batch, answer);
    const held = Object.fromEntries(this.#queue.pending.held.map((path) => [path, HELD]));
    send(this.#form, "filling:saved", { ...answer, unreadable: { ...answer.unreadable, ...this.#queue.pending.faults, ...held } });
    this.#unmarkRestored(paths);
    this.#lastAcknowledged.put(answer.revision);
    this.#others.show(taken, paths, answer.company);
    // A page whose rows have moved posts with the revision that it shows, so that the server notices.
    const revision = fieldOf(this.#form, "revision");
    if (revision && !this.#queue.hasMovedRows) {
      revision.value = String(this.#queue.revision);
    }
    if (this.#queue.pending.isEmpty && !this.#sender.isSending) {
      this.#show();
    }
    return taken;
  }

  #unmarkRestored(/** @type {string[]} */ paths) {
    for (const path of paths.filter((one) => !this.#queue.pending.has(one))) {
      const input = inputOf(this.#form, path);
      if (input?.matches(".restored")) {
        input.classList.remove("restored");
        input.removeAttribute("title");
      }
    }
  }

  #show() {
    const { trouble } = this.#sender;
    const { hasMovedRows } = this.#queue;
    const { counts, heldUntil } = this.#queue.pending;
    this.#say(wordsOf({ trouble, counts, hasMovedRows, savedAt: this.#savedAt, changedElsewhere: this.#others.changedElsewhere }));
    if (!trouble && heldUntil) {
      this.#sender.goAfter(Math.max(heldUntil - Date.now(), 0));
    }
  }

  #say(/** @type {string} */ text) {
    const status = document.querySelector(".save-bar [role=status]");
    if (status && text && status.textContent !== text) {
      status.textContent = text;
    }
  }

  // A button posts the form as it would without this module, after everything typed has been saved. Buttons other than 保存 do not wait for a text
  // that the network refuses: it stays in the browser, and is not sent with the form.
  async #flushFirst(/** @type {SubmitEvent} */ event) {
    if (this.#isPassing) {
      return;
    }
    event.preventDefault();
    const isFlushed = await this.#sender.flushAll();
    // A form can't be submitted again during its submit event.
    await new Promise((resolve) => setTimeout(resolve));
    const { clashes, lost, held } = this.#queue.pending.counts;
    const isSave = event.submitter instanceof HTMLButtonElement && event.submitter.value === "save";
    const isAllButHeld = held > 0 && !this.#sender.trouble && !clashes && !lost && !isSave;
    if (isFlushed || isAllButHeld) {
      this.#isPassing = true;
      this.#form.requestSubmit(event.submitter);
    } else {
      const undecided = this.#form.querySelector(".cell-choice.undecided button") ?? document.querySelector(".lost button");
      undecided instanceof HTMLElement && undecided.focus();
    }
  }

  #leaveOutWhatIsNotSent(/** @type {FormDataEvent} */ { formData }) {
    const { held } = this.#queue.pending;
    for (const name of [...formData.keys()]) {
      if (isCellName(name) && (!this.#queue.pending.has(name) || held.includes(name))) {
        formData.delete(name);
      }
    }
  }
}

function wellFormed(/** @type {string} */ text) {
  return /** @type {string & { toWellFormed?: () => string }} */ (text).toWellFormed?.() ?? text;
}
