// The cells that the server has not acknowledged yet: which are sent next, and what an answer makes of them. Pure: no page, no network, no
// storage, no clock.

import { Bases, isIn } from "./bases.js";
import { RefusalSearch } from "./refusals.js";

/**
 * @typedef {object} Cell A cell whose text the server has not acknowledged.
 * @property {string} text
 * @property {number} base the revision that the text rests on
 * @property {string} [sent] the text of a request without an answer
 * @property {string[]} [tried] texts of requests that seemed to come to nothing
 * @property {string} [unreadable] a text that the server could not read
 * @property {string} [why] what it said of it
 * @property {Choice} [clash] somebody else changed the cell too
 * @property {boolean} [lost] its row is gone
 * @property {number} [doubts] how often the network was found to refuse the text
 * @property {number} [held] until when the text is not sent, by the clock of `next`
 * @property {boolean} [restored] it comes from an earlier page
 *
 * @typedef {Pick<Cell, "text" | "base" | "sent" | "tried" | "unreadable" | "why"> & { disputed?: string }} KeptCell `disputed`: the path of a
 *   cell whose choice is open
 * @typedef {import("./answers.js").Clash & { revision: number }} Choice
 * @typedef {import("./answers.js").Change & { revision: number }} News
 * @typedef {{ revision: number, cells: Record<string, string>, again?: boolean }} Batch `again`: it may have arrived before
 * @typedef {{ key: string, path: string, text: string }} Undecided
 * @typedef {{ choices: [string, Choice][], lost: string[], news: [string, News][], before: number }} Taken
 * @typedef {Pick<import("./answers.js").Standing, "revision" | "unreadable" | "others" | "moved" | "clashes" | "stranded">} Told
 */

const DOUBTS = 2;

export class Queue {
  #bases;
  /** @type {Map<string, Cell>} */
  #cells = new Map();
  #search = new RefusalSearch();
  #kept;
  #tab;

  /**
   * @param {number} revision
   * @param {{ put(key: string, cell: KeptCell): void, remove(key: string, text?: string): void }} kept takes what shall outlive the page
   * @param {string} tab the name of this tab there
   */
  constructor(revision, kept, tab) {
    this.#bases = new Bases(revision);
    this.#kept = kept;
    this.#tab = tab;
  }

  /** The revision that the page shows. */
  get revision() {
    return this.#bases.revision;
  }

  get(/** @type {string} */ path) {
    return this.#cells.get(path);
  }

  has(/** @type {string} */ path) {
    return this.#cells.has(path);
  }

  get isEmpty() {
    return this.#cells.size === 0;
  }

  get hasMovedRows() {
    return this.#bases.hasMovedRows;
  }

  /** How many cells are in each of the states that a person must see to. */
  get counts() {
    const cells = [...this.#cells.values()];
    const of = (/** @type {(cell: Cell) => unknown} */ is) => cells.filter(is).length;
    return {
      clashes: of((cell) => cell.clash),
      own: of((cell) => cell.clash?.is_own),
      lost: of((cell) => cell.lost),
      unreadable: of(isUnreadable),
      held: of((cell) => cell.held),
    };
  }

  /** Why texts that stand on the page are not stored, by path. */
  get faults() {
    return Object.fromEntries([...this.#cells].filter(([, cell]) => isUnreadable(cell)).map(([path, cell]) => [path, cell.why ?? ""]));
  }

  /** The paths of the cells whose text the network refuses. */
  get held() {
    return [...this.#cells].filter(([, cell]) => cell.held).map(([path]) => path);
  }

  /** When the next text that is held back may be tried, undefined for never. */
  get heldUntil() {
    const moments = [...this.#cells.values()].flatMap(({ held }) => held ?? []);
    return moments.length ? Math.min(...moments) : undefined;
  }

  // Coming and going

  /**
   * Takes what an earlier page kept; gives texts that another tab left undecided: not this tab's to send.
   *
   * @param {Record<string, KeptCell>} entries
   */
  restore(entries) {
    /** @type {Undecided[]} */
    const undecided = [];
    for (const [key, { disputed, ...cell }] of Object.entries(entries)) {
      if (!disputed || key === this.#keyOf(disputed)) {
        this.#cells.set(disputed ?? key, { ...cell, restored: true });
      } else {
        undecided.push({ key, path: disputed, text: cell.text });
      }
    }
    return undecided;
  }

  /** A person typed: over the other's text, if there was a choice to make; what the network refused is another text now. */
  type(/** @type {string} */ path, /** @type {string} */ text) {
    const { clash, held, doubts, ...cell } = this.#cells.get(path) ?? { text, base: this.#bases.of(path) };
    const base = clash ? clash.revision : cell.base;
    this.#keep(path, { ...(held || doubts ? unsent(cell) : cell), text, base });
  }

  /** The person's own text stands, on top of what the other saved. */
  insist(/** @type {string} */ path) {
    this.type(path, this.#cell(path).text);
  }

  drop(/** @type {string} */ path) {
    this.#kept.remove(path, this.#cells.get(path)?.text);
    this.#kept.remove(this.#keyOf(path));
    this.#cells.delete(path);
    this.#bases.forget(path);
  }

  /** The page goes on showing what stood in the cell at `revision`. */
  showsStill(/** @type {string} */ path, /** @type {number} */ revision) {
    this.#bases.showsStill(path, revision);
  }

  /** The page shows in the cell what stands there, as an answer of `revision` told. */
  shows(/** @type {string} */ path, /** @type {number} */ revision) {
    this.#bases.shows(path, revision);
  }

  #cell(/** @type {string} */ path) {
    const cell = this.#cells.get(path);
    if (!cell) {
      throw new Error(`nothing is unsaved in ${path}`);
    }
    return cell;
  }

  #keep(/** @type {string} */ path, /** @type {Cell} */ cell) {
    this.#cells.set(path, cell);
    const { clash, lost, held, doubts, restored, ...stored } = cell;
    // A text that collides belongs to its tab: no other sends it, and none overwrites it.
    if (clash) {
      this.#kept.remove(path, cell.text);
      this.#kept.put(this.#keyOf(path), { ...stored, disputed: path });
    } else {
      this.#kept.remove(this.#keyOf(path));
      this.#kept.put(path, stored);
    }
  }

  #keyOf(/** @type {string} */ path) {
    return `${path} ${this.#tab}`;
  }

  // Sending

  /**
   * What to send next, null for nothing; a request without an answer is sent exactly as it was.
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
      this.#keep(path, { ...cell, sent });
    }
    return batch;
  }

  #due(/** @type {number} */ now) {
    const open = [...this.#cells].filter(([, cell]) => !cell.clash && !cell.lost);
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

  /** The person asks to save now: nothing is held back. */
  release() {
    for (const [path, cell] of this.#cells) {
      if (cell.held) {
        this.#cells.set(path, { ...cell, held: 1 });
      }
    }
  }

  /** Whether a batch is looked at more closely, so that the next one need not wait. */
  get isSearching() {
    return this.#search.isOn;
  }

  /** The batch came to nothing; `isDoubtful`: not for want of a line, it seems. */
  failed(/** @type {Batch} */ batch, /** @type {boolean} */ isDoubtful) {
    const paths = Object.keys(batch.cells);
    this.#search.failed(paths, isDoubtful || paths.some((path) => this.#cells.get(path)?.doubts !== undefined));
  }

  /** The server answered; a cell whose text the network is found to refuse is held back `until` then. */
  answered(/** @type {number} */ until) {
    const refused = this.#search.answered((path) => this.#cells.get(path)?.sent !== undefined);
    if (refused !== undefined) {
      this.#doubt(refused, until);
    }
  }

  #doubt(/** @type {string} */ path, /** @type {number} */ until) {
    const cell = this.#cell(path);
    const doubts = (cell.doubts ?? 0) + 1;
    if (doubts < DOUBTS) {
      this.#search.again(path);
      this.#keep(path, { ...cell, doubts });
    } else {
      this.#keep(path, { ...cell, doubts, held: until });
      if (cell.text !== cell.sent) {
        this.type(path, cell.text);
      }
    }
  }

  // Answers

  /**
   * What an answer makes of the batch. Gives the cells with a `choice` to make, those that are `lost`, the `news` of cells that others changed
   * and nobody touched here, and the revision that the page showed of them `before`.
   *
   * @param {Batch} batch
   * @param {Told} answer
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
    // A text that changed nothing is given up for what others saved meanwhile, whatever the batch rests on.
    const isNews = (/** @type {string} */ path) => (isOfPage || path in batch.cells) && !this.#cells.has(path) && !this.#bases.isMoved(path);
    const news = Object.entries(answer.others).filter(([path]) => isNews(path));
    taken.news = news.map(([path, change]) => [path, { ...change, revision: answer.revision }]);
    return taken;
  }

  #lose(/** @type {string} */ path) {
    const { sent, ...cell } = this.#cell(path);
    this.#keep(path, { ...cell, lost: true });
    return { path, text: cell.text };
  }

  #clash(/** @type {string} */ path, /** @type {Choice} */ choice, /** @type {Taken} */ taken) {
    const { sent, tried, ...cell } = this.#cell(path);
    const hasArrived = choice.is_own && isAmong(tried, choice.theirs);
    this.#keep(path, hasArrived ? { ...cell, base: choice.revision } : { ...cell, clash: choice });
    if (!hasArrived) {
      taken.choices.push([path, choice]);
    }
  }

  #settle(/** @type {string} */ path, /** @type {string} */ text, /** @type {Told} */ answer) {
    const { sent, held, doubts, tried, ...cell } = this.#cell(path);
    const isUnread = path in answer.unreadable;
    const other = answer.others[path];
    // What was sent changed nothing, but only because what this cell sent before did arrive, and stands there.
    const hasArrived = other?.is_own && isAmong(tried, other.text);
    if (cell.text === text && !isUnread && !hasArrived) {
      this.drop(path);
    } else {
      const unreadable = isUnread ? { unreadable: text, why: answer.unreadable[path] } : {};
      // Whoever typed meanwhile has not seen what others saved.
      const base = other && !hasArrived ? cell.base : answer.revision;
      this.#keep(path, { ...cell, base, ...unreadable });
    }
    this.#bases.shows(path, answer.revision);
  }

  // Cells typed meanwhile rest on what the answer stands for, unless somebody else changed them.
  #rebase(/** @type {Batch} */ batch, /** @type {Told} */ answer, /** @type {Map<string, unknown>} */ clashes) {
    for (const [path, cell] of this.#cells) {
      const isOthers = clashes.has(path) || path in answer.others || isIn(answer.moved, path);
      if (cell.base === batch.revision && !isOthers) {
        this.#keep(path, { ...cell, base: answer.revision });
      }
    }
  }

  /**
   * The server does not take these cells (any more); gives what stood in them.
   *
   * @param {Pick<Batch, "cells">} batch
   */
  refuse({ cells }) {
    return Object.keys(cells).map((path) => this.#lose(path));
  }

  /** The server has answered that it stores nothing now. */
  unsend(/** @type {Batch} */ batch) {
    for (const path of Object.keys(batch.cells)) {
      this.#keep(path, unsent(this.#cell(path)));
    }
  }
}

/**
 * The cell without its last request: that may have arrived all the same.
 *
 * @param {Cell} cell
 * @returns {Cell}
 */
function unsent({ sent, tried = [], ...cell }) {
  return { ...cell, tried: sent === undefined ? tried : [...tried, sent] };
}

function isUnreadable(/** @type {Cell} */ cell) {
  return cell.text === cell.unreadable;
}

// Whether a text of a cell did arrive whose request seemed to come to nothing.
function isAmong(/** @type {string[] | undefined} */ tried, /** @type {string} */ stored) {
  return (tried ?? []).some((text) => isSame(text, stored));
}

// The server's text of a cell and what was typed for it: spaces, and how a number is written, do not count.
function isSame(/** @type {string} */ typed, /** @type {string} */ stored) {
  const plain = (/** @type {string} */ text) => text.replace(/\s/g, "").normalize("NFKC");
  const number = (/** @type {string} */ text) => Number(plain(text).replace(/,/g, "") || NaN);
  return plain(typed) === plain(stored) || number(typed) === number(stored);
}
