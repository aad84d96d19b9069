// The cells that the server has not acknowledged yet, and what outlives the page. Pure: the storage is passed in.

/** @import { Cell, KeptCell, Store, Undecided } from "../shapes.js" */

export class PendingCells {
  /** @type {Map<string, Cell>} */
  #cells = new Map();
  #kept;
  #tab;

  /**
   * @param {Pick<Store<KeptCell>, "put" | "remove">} kept stores what has to outlive the page
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

  /** All of them, in their present state. */
  get all() {
    return [...this.#cells];
  }

  get isEmpty() {
    return this.#cells.size === 0;
  }

  /** How many cells are in each state that needs a person. */
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

  /** Why texts on the page are not stored, by path. */
  get faults() {
    return Object.fromEntries([...this.#cells].filter(([, cell]) => isUnreadable(cell)).map(([path, cell]) => [path, cell.why ?? ""]));
  }

  /** The paths of the cells whose text the network refuses. */
  get held() {
    return [...this.#cells].filter(([, cell]) => cell.held).map(([path]) => path);
  }

  /** When the next held-back text may be tried; undefined for never. */
  get heldUntil() {
    const moments = [...this.#cells.values()].flatMap(({ held }) => held ?? []);
    return moments.length ? Math.min(...moments) : undefined;
  }

  /**
   * Restores what an earlier page kept; returns the texts that another tab left undecided, which this tab must not send.
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

  /** A cell that is known to be waiting. */
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
    // A text in conflict belongs to its tab: no other tab sends or overwrites it.
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

  /** The person asks to save now, so nothing is held back. */
  release() {
    for (const [path, cell] of this.#cells) {
      if (cell.held) {
        this.#cells.set(path, { ...cell, held: 1 });
      }
    }
  }
}

/** Whether the server could not read the cell's present text. */
export function isUnreadable(/** @type {Cell} */ cell) {
  return cell.text === cell.unreadable;
}
