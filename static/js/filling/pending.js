// The cells that the server has not acknowledged yet, and what of them outlives the page. Pure: where it is kept is given to it.

/**
 * @typedef {object} Cell A cell whose text the server has not acknowledged.
 * @property {string} text
 * @property {number} base the revision that the text rests on
 * @property {string} [sent] the text of a request without an answer
 * @property {string[]} [tried] texts of requests that seemed to come to nothing
 * @property {string} [unreadable] a text that the server could not read
 * @property {string} [why] what it said of it
 * @property {import("./queue.js").Choice} [clash] somebody else changed the cell too
 * @property {boolean} [lost] its row is gone
 * @property {number} [doubts] how often the network was found to refuse the text
 * @property {number} [held] until when the text is not sent, by the clock of `next`
 * @property {boolean} [restored] it comes from an earlier page
 *
 * @typedef {Pick<Cell, "text" | "base" | "sent" | "tried" | "unreadable" | "why"> & { disputed?: string }} KeptCell `disputed`: the path of a
 *   cell whose choice is open
 * @typedef {{ key: string, path: string, text: string }} Undecided
 */

export class PendingCells {
  /** @type {Map<string, Cell>} */
  #cells = new Map();
  #kept;
  #tab;

  /**
   * @param {{ put(key: string, cell: KeptCell): void, remove(key: string, text?: string): void }} kept takes what shall outlive the page
   * @param {string} tab the name of this tab there
   */
  constructor(kept, tab) {
    this.#kept = kept;
    this.#tab = tab;
  }

  get(/** @type {string} */ path) {
    return this.#cells.get(path);
  }

  has(/** @type {string} */ path) {
    return this.#cells.has(path);
  }

  /** All of them, as they are now. */
  get all() {
    return [...this.#cells];
  }

  get isEmpty() {
    return this.#cells.size === 0;
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

  drop(/** @type {string} */ path) {
    this.#kept.remove(path, this.#cells.get(path)?.text);
    this.#kept.remove(this.#keyOf(path));
    this.#cells.delete(path);
  }

  /** A cell that is known to wait. */
  of(/** @type {string} */ path) {
    const cell = this.#cells.get(path);
    if (!cell) {
      throw new Error(`nothing is unsaved in ${path}`);
    }
    return cell;
  }

  put(/** @type {string} */ path, /** @type {Cell} */ cell) {
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

  /** The person asks to save now: nothing is held back. */
  release() {
    for (const [path, cell] of this.#cells) {
      if (cell.held) {
        this.#cells.set(path, { ...cell, held: 1 });
      }
    }
  }
}

/** Whether the server could not read what the cell says now. */
export function isUnreadable(/** @type {Cell} */ cell) {
  return cell.text === cell.unreadable;
}
