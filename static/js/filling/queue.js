// The cells that the server has not acknowledged yet: which ones are sent next, and what an answer means for them. Pure: no page, no network,
// no storage, no clock.

import { Bases, isIn } from "./bases.js";
import { isUnreadable } from "./pending.js";
import { RefusalSearch } from "./refusals.js";

/**
 * @import { Batch, Cell, Choice, Standing, Taken } from "../shapes.js"
 * @import { PendingCells } from "./pending.js"
 *
 * @typedef {Pick<Standing, "revision" | "unreadable" | "others" | "moved" | "clashes" | "stranded">} Answered
 */

const DOUBTS = 2;

export class Queue {
  /** The cells that are waiting, and those that need a person. */
  pending;
  #bases;
  #search = new RefusalSearch();

  constructor(/** @type {number} */ revision, /** @type {PendingCells} */ pending) {
    this.pending = pending;
    this.#bases = new Bases(revision);
  }

  get hasMovedRows() {
    return this.#bases.hasMovedRows;
  }

  /** The page's revision. */
  get revision() {
    return this.#bases.revision;
  }

  /** The person has typed: this decides an open choice, and replaces a text that the network refused. */
  type(/** @type {string} */ path, /** @type {string} */ text) {
    const { clash, held, doubts, ...cell } = this.pending.get(path) ?? { text, base: this.#bases.of(path) };
    const base = clash ? clash.revision : cell.base;
    this.pending.put(path, { ...(held || doubts ? unsent(cell) : cell), text, base });
  }

  /** The person keeps their own text instead of what the other saved. */
  insist(/** @type {string} */ path) {
    this.type(path, this.pending.of(path).text);
  }

  drop(/** @type {string} */ path) {
    this.pending.drop(path);
    this.#bases.forget(path);
  }

  /** The page still shows the cell's text of `revision`. */
  showsStill(/** @type {string} */ path, /** @type {number} */ revision) {
    this.#bases.showsStill(path, revision);
  }

  /** The page now shows the cell's stored text, as reported by an answer of `revision`. */
  shows(/** @type {string} */ path, /** @type {number} */ revision) {
    this.#bases.shows(path, revision);
  }

  // Sending

  /**
   * What to send next; null for nothing. A request without an answer is sent again exactly as it was.
   *
   * @param {number} now
   * @returns {Batch | null}
   */
  next(now) {
    if (this.#search.isTryingLine) {
      return { revision: this.revision, cells: {} };
    }
    const due = this.#due(now);
    if (!due.length) {
      return null;
    }
    const base = Math.min(...due.map(([, cell]) => cell.base));
    const again = due.some(([, cell]) => cell.sent !== undefined);
    /** @type {Batch} */
    const batch = { revision: base, cells: {}, again };
    for (const [path, cell] of due.filter(([, one]) => one.base === base)) {
      const sent = cell.sent ?? cell.text;
      batch.cells[path] = sent;
      this.pending.put(path, { ...cell, sent });
    }
    return batch;
  }

  #due(/** @type {number} */ now) {
    const open = this.pending.all.filter(([, cell]) => !cell.clash && !cell.lost);
    const unanswered = open.filter(([, cell]) => cell.sent !== undefined);
    const group = this.#search.nextOf(unanswered.map(([path]) => path));
    if (group.length) {
      return unanswered.filter(([path]) => group.includes(path));
    }
    const free = open.filter(([, cell]) => !cell.held);
    const sent = free.filter(([, cell]) => cell.sent !== undefined);
    const changed = sent.length ? sent : free.filter(([, cell]) => !isUnreadable(cell));
    return changed.length ? changed : open.filter(([, cell]) => cell.held !== undefined && cell.held <= now).slice(0, 1);
  }

  /** Whether a batch is being examined, so that the next request need not wait. */
  get isSearching() {
    return this.#search.isOn;
  }

  /** The batch failed; `isDoubtful`: apparently not because the line is down. */
  failed(/** @type {Batch} */ batch, /** @type {boolean} */ isDoubtful) {
    const paths = Object.keys(batch.cells);
    this.#search.failed(paths, isDoubtful || paths.some((path) => this.pending.get(path)?.doubts !== undefined));
  }

  /** The server answered; a cell whose text the network refuses is held back `until` then. */
  answered(/** @type {number} */ until) {
    const refused = this.#search.answered((path) => this.pending.get(path)?.sent !== undefined);
    if (refused !== undefined) {
      this.#doubt(refused, until);
    }
  }

  #doubt(/** @type {string} */ path, /** @type {number} */ until) {
    const cell = this.pending.of(path);
    const doubts = (cell.doubts ?? 0) + 1;
    if (doubts < DOUBTS) {
      this.#search.again(path);
      this.pending.put(path, { ...cell, doubts });
    } else {
      this.pending.put(path, { ...cell, doubts, held: until });
      if (cell.text !== cell.sent) {
        this.type(path, cell.text);
      }
    }
  }

  // Answers

  /**
   * Processes an answer to the batch. Returns the cells with `choices` to make, the `lost` ones, the `news` of cells that others changed
   * and nobody edited here, and the revision of these that the page showed `before`.
   *
   * @param {Batch} batch
   * @param {Answered} answer
   */
  take(batch, answer) {
    const clashes = new Map(answer.clashes.map((clash) => [clash.path, clash]));
    const stranded = new Set(answer.stranded.map(({ path }) => path));
    /** @type {Taken} */
    const taken = { choices: [], lost: [], news: [], before: batch.revision };
    for (const [path, text] of Object.entries(batch.cells)) {
      const clash = clashes.get(path);
      if (stranded.has(path)) {
        this.#lose(path);
        taken.lost.push(path);
      } else if (clash) {
        this.#clash(path, { ...clash, revision: answer.revision }, taken);
      } else {
        this.#settle(path, text, answer);
      }
    }
    this.#rebase(batch, answer, clashes);
    const isOfPage = batch.revision === this.revision;
    if (isOfPage) {
      this.#bases.advance(answer.revision, answer.moved);
    }
    // A text that changed nothing gives way to what others have saved, whatever the revision of the batch.
    const isNews = (/** @type {string} */ path) => (isOfPage || path in batch.cells) && !this.pending.has(path) && !this.#bases.isMoved(path);
    const news = Object.entries(answer.others).filter(([path]) => isNews(path));
    taken.news = news.map(([path, change]) => [path, { ...change, revision: answer.revision }]);
    return taken;
  }

  #lose(/** @type {string} */ path) {
    const { sent, ...cell } = this.pending.of(path);
    this.pending.put(path, { ...cell, lost: true });
    return { path, text: cell.text };
  }

  #clash(/** @type {string} */ path, /** @type {Choice} */ choice, /** @type {Taken} */ taken) {
    const { sent, tried, ...cell } = this.pending.of(path);
    const hasArrived = choice.is_own && isAmong(tried, choice.theirs);
    this.pending.put(path, hasArrived ? { ...cell, base: choice.revision } : { ...cell, clash: choice });
    if (!hasArrived) {
      taken.choices.push([path, choice]);
    }
  }

  #settle(/** @type {string} */ path, /** @type {string} */ text, /** @type {Answered} */ answer) {
    const { sent, held, doubts, tried, ...cell } = this.pending.of(path);
    const isUnread = path in answer.unreadable;
    const other = answer.others[path];
    // The text changed nothing, but only because an earlier text of this cell did arrive and is stored.
    const hasArrived = other?.is_own && isAmong(tried, other.text);
    if (cell.text === text && !isUnread && !hasArrived) {
      this.drop(path);
    } else {
      const unreadable = isUnread ? { unreadable: text, why: answer.unreadable[path] } : {};
      // Somebody who was typing meanwhile has not seen what others saved.
      const base = other && !hasArrived ? cell.base : answer.revision;
      this.pending.put(path, { ...cell, base, ...unreadable });
    }
    this.#bases.shows(path, answer.revision);
  }

  // Cells typed meanwhile are now based on the answer's revision, unless somebody else has changed them.
  #rebase(/** @type {Batch} */ batch, /** @type {Answered} */ answer, /** @type {Map<string, unknown>} */ clashes) {
    for (const [path, cell] of this.pending.all) {
      const isOthers = clashes.has(path) || path in answer.others || isIn(answer.moved, path);
      if (cell.base === batch.revision && !isOthers) {
        this.pending.put(path, { ...cell, base: answer.revision });
      }
    }
  }

  /**
   * The server does not accept these cells (any more); returns their texts.
   *
   * @param {Pick<Batch, "cells">} batch
   */
  refuse({ cells }) {
    return Object.keys(cells).map((path) => this.#lose(path));
  }

  /** The server has answered that it stores nothing at present. */
  unsend(/** @type {Batch} */ batch) {
    for (const path of Object.keys(batch.cells)) {
      this.pending.put(path, unsent(this.pending.of(path)));
    }
  }
}

/**
 * The cell without its last request, which may still have arrived.
 *
 * @param {Cell} cell
 * @returns {Cell}
 */
function unsent({ sent, tried = [], ...cell }) {
  return { ...cell, tried: sent === undefined ? tried : [...tried, sent] };
}

// Whether a text of a cell did arrive although its request seemed to fail.
function isAmong(/** @type {string[] | undefined} */ tried, /** @type {string} */ stored) {
  return (tried ?? []).some((text) => isSame(text, stored));
}

// Whether the server's text of a cell equals the typed one, apart from spaces and the notation of numbers.
function isSame(/** @type {string} */ typed, /** @type {string} */ stored) {
  const plain = (/** @type {string} */ text) => text.replace(/\s/g, "").normalize("NFKC");
  const number = (/** @type {string} */ text) => Number(plain(text).replace(/,/g, "") || NaN);
  return plain(typed) === plain(stored) || number(typed) === number(stored);
}
