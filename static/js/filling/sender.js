// Sends the queue's requests one at a time: when, how often again, and what each kind of answer means for the next request.

import { whoIsSignedIn } from "../forms/session.js";
import { CUT } from "./answers.js";
import { signInAgain } from "./signin.js";
import { post, TIMES } from "./transport.js";

/**
 * @import { Answer, Batch, Question, Standing } from "../shapes.js"
 * @import { Queue } from "./queue.js"
 *
 * @typedef {"sent" | "idle" | "failed"} Outcome Whether an answer came, there is nothing to send, or it will be tried again later.
 */

const TRIES = 5;

export class Sender {
  /** Why nothing is being saved, in words; "" while all is well. */
  trouble = "";
  #form;
  #queue;
  #page;
  /** @type {Promise<unknown> | null} */
  #sending = null;
  /** @type {number | undefined} */
  #timer;
  #failures = 0;
  #renewals = 0;
  #isStopped = false;

  /**
   * @param {HTMLFormElement} form
   * @param {Queue} queue
   * @param {object} page What the page does.
   * @param {(batch: Batch, answer: Standing) => void} page.saved
   * @param {(batch: Batch) => void} page.lose the server does not accept these cells (any more)
   * @param {() => void} page.show shows the status
   * @param {(words: string) => void} page.say
   */
  constructor(form, queue, page) {
    this.#form = form;
    this.#queue = queue;
    this.#page = page;
  }

  get isSending() {
    return this.#sending !== null;
  }

  /** Whether the page can't ask now for what others saved: a request is in progress, or the server accepts nothing more. */
  get isBusy() {
    return this.isSending || this.#isStopped;
  }

  /** Sends until nothing is left. Nobody awaits it, and errors are shown. */
  go() {
    if (!this.isBusy && this.#form.isConnected) {
      this.flush();
    }
  }

  goAfter(/** @type {number} milliseconds */ milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.go(), milliseconds);
  }

  /** The person asks to save now, so nothing is held back. Returns the same as `flush`. */
  flushAll() {
    this.#isStopped = false;
    this.#queue.pending.release();
    return this.flush();
  }

  /** Sends everything unsent. Returns whether the server has everything that it can accept; unreadable texts stay on the page. */
  async flush() {
    clearTimeout(this.#timer);
    for (;;) {
      const outcome = await (this.#sending ?? this.#begin(() => this.#send()));
      if (outcome !== "sent") {
        const { clashes, lost, held } = this.#queue.pending.counts;
        return outcome === "idle" && !clashes && !lost && !held;
      }
    }
  }

  /**
   * Posts a change of rows; tries again if there is no answer. Call `flush` first.
   *
   * @param {Question} body
   */
  postRows(body) {
    return this.#begin(() => this.#postUntilAnswered(body));
  }

  /** @param {Question} body */
  async #postUntilAnswered(body) {
    for (let tries = 1; ; tries += 1) {
      this.#page.say("正在保存…");
      const answer = await post(this.#form, { ...body, again: tries > 1 });
      const isToBeTried = tries < TRIES && (answer.kind === "none" || (answer.kind === "signed_out" && (await this.#isSignedInAgain())));
      if (!isToBeTried) {
        this.#page.show();
        return answer;
      }
      if (answer.kind === "none") {
        this.#page.say(`未保存：${retrying(answer.why)}`);
        await new Promise((resolve) => setTimeout(resolve, pause(tries, answer.wait)));
      }
    }
  }

  /**
   * @template Result
   * @param {() => Promise<Result>} act
   * @returns {Promise<Result>}
   */
  #begin(act) {
    const sending = act().finally(() => {
      this.#sending = null;
    });
    this.#sending = sending;
    return sending;
  }

  /** @returns {Promise<Outcome>} */
  async #send() {
    const batch = this.#queue.next(Date.now());
    if (!batch) {
      this.#page.show();
      return "idle";
    }
    if (!this.trouble) {
      this.#page.say("正在保存…");
    }
    return this.#actOn(batch, await post(this.#form, batch));
  }

  /**
   * @param {Batch} batch
   * @param {Answer} answer
   * @returns {Outcome | Promise<Outcome>}
   */
  #actOn(batch, answer) {
    switch (answer.kind) {
      case "saved":
        this.#renewals = 0;
        this.#lineWorks();
        this.#page.saved(batch, answer);
        return "sent";
      case "outdated":
        this.#lineWorks();
        this.#page.lose(batch);
        return "sent";
      case "refused":
      case "gone":
        this.#lineWorks();
        this.#queue.unsend(batch);
        return this.#stop(answer.message);
      case "signed_out":
        return this.#signedOut(batch);
      case "none":
        return this.#noAnswer(batch, answer);
      default:
        return this.#noAnswer(batch, { isRefusal: true, why: CUT, wait: 0 });
    }
  }

  #lineWorks() {
    this.#failures = 0;
    this.trouble = "";
    this.#queue.answered(Date.now() + TIMES.held);
  }

  /** @returns {Outcome} */
  #stop(/** @type {string} */ why) {
    this.#isStopped = true;
    this.trouble = why;
    this.#page.show();
    return "failed";
  }

  /**
   * The server says that the session is not this person's; a page from before the last sign-in only needs the new token.
   *
   * @param {Batch} batch
   * @returns {Promise<Outcome>}
   */
  async #signedOut(batch) {
    const who = await whoIsSignedIn();
    const isSame = who === document.body.dataset.user;
    if (who === undefined || (isSame && this.#renewals > 0)) {
      return this.#noAnswer(batch, { isRefusal: false, why: CUT, wait: 0 });
    }
    this.#renewals += 1;
    if (isSame || (await this.#isSignedInAgain())) {
      return "sent";
    }
    return this.#stop("登录已过期，按“保存”可以重新登录");
  }

  async #isSignedInAgain() {
    this.#page.say("未保存：登录已过期");
    return signInAgain();
  }

  /**
   * There was no answer, or none of ours: the line is down, or some device answers instead of the server, to everything or to one text.
   *
   * @param {Batch} batch
   * @param {{ isRefusal: boolean, why: string, wait: number }} answer
   * @returns {Outcome}
   */
  #noAnswer(batch, { isRefusal, why, wait }) {
    this.#failures += 1;
    const isDoubtful = isRefusal || this.#queue.isSearching || this.#failures > 1;
    this.#queue.failed(batch, isDoubtful);
    if (isDoubtful && this.#queue.isSearching && this.#failures === 1 && !wait) {
      return "sent";
    }
    this.trouble = retrying(why);
    this.#page.show();
    this.goAfter(pause(this.#failures, wait));
    return "failed";
  }
}

function retrying(/** @type {string} */ why) {
  return `${why}，将自动重试`;
}

// Milliseconds until the next try, after so many failures; `wait`: what the answer asked for.
function pause(/** @type {number} */ failed, /** @type {number} */ wait) {
  return Math.max(TIMES.retry[Math.min(failed, TIMES.retry.length) - 1], wait);
}
