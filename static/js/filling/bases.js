// The revision on which a typed text is based: the page's, unless the cell shows the text of another one. Pure.

export class Bases {
  /** The page's revision. */
  revision;
  /** @type {Map<string, number>} */
  #ofPath = new Map();
  // Sequences of rows that are no longer where the page shows them.
  /** @type {Map<string, number>} */
  #ofMovedRows = new Map();

  constructor(/** @type {number} */ revision) {
    this.revision = revision;
  }

  get hasMovedRows() {
    return this.#ofMovedRows.size > 0;
  }

  isMoved(/** @type {string} */ path) {
    return isIn(this.#ofMovedRows.keys(), path);
  }

  of(/** @type {string} */ path) {
    const moved = [...this.#ofMovedRows].find(([sequence]) => isIn([sequence], path));
    return moved ? moved[1] : (this.#ofPath.get(path) ?? this.revision);
  }

  /** The page still shows the cell's text of `revision`. */
  showsStill(/** @type {string} */ path, /** @type {number} */ revision) {
    this.#ofPath.set(path, revision);
  }

  /** The page now shows the cell's latest text as of `revision`. */
  shows(/** @type {string} */ path, /** @type {number} */ revision) {
    this.forget(path);
    if (revision > this.revision) {
      this.#ofPath.set(path, revision);
    }
  }

  /** The cell is again based on the page's revision, like the others. */
  forget(/** @type {string} */ path) {
    this.#ofPath.delete(path);
  }

  /** The page shows everything as of `revision`, except the rows that others `moved`. */
  advance(/** @type {number} */ revision, /** @type {string[]} */ moved) {
    for (const [path, base] of this.#ofPath) {
      if (base > this.revision && base <= revision) {
        this.#ofPath.delete(path);
      }
    }
    for (const sequence of moved) {
      this.#ofMovedRows.set(sequence, this.#ofMovedRows.get(sequence) ?? this.revision);
    }
    this.revision = revision;
  }
}

/** Whether the cell is in a row of one of the sequences. */
export function isIn(/** @type {Iterable<string>} */ sequences, /** @type {string} */ path) {
  return [...sequences].some((sequence) => path.startsWith(`${sequence}.`));
}
