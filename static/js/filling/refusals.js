// Finds the text that the network refuses. Pure.
//
// If a batch fails again and again, a request without cells shows whether the line or a text is to blame: if it is answered, the batch is
// halved until only the cell that the network refuses is left.

export class RefusalSearch {
  /** @type {string[] | null} */
  #doubted = null;
  /** @type {string[][]} */
  #groups = [];

  /** Whether a batch is being examined, so that the next request need not wait. */
  get isOn() {
    return this.isTryingLine || this.#groups.length > 0;
  }

  /** Whether the next request is the one without cells. */
  get isTryingLine() {
    return this.#doubted !== null;
  }

  /** The unanswered `paths` to be sent separately next; none means all. */
  nextOf(/** @type {string[]} */ paths) {
    while (this.#groups.length) {
      const group = paths.filter((path) => this.#groups[0].includes(path));
      if (group.length) {
        return group;
      }
      this.#groups.shift();
    }
    return [];
  }

  /** A request with these cells failed; `isDoubtful`: apparently not because the line is down. */
  failed(/** @type {string[]} */ paths, /** @type {boolean} */ isDoubtful) {
    const isLineCut = this.isTryingLine;
    this.#doubted = !isLineCut && isDoubtful ? paths : null;
    this.#groups = isLineCut ? [] : this.#groups.slice(1);
  }

  /** The server answered. Returns the refused path, if it has been found; `isOpen`: whether a path is still waiting for an answer. */
  answered(/** @type {(path: string) => boolean} */ isOpen) {
    if (!this.#doubted) {
      this.#groups.shift();
      return undefined;
    }
    const doubted = this.#doubted.filter(isOpen);
    this.#doubted = null;
    if (doubted.length <= 1) {
      return doubted[0];
    }
    const half = Math.ceil(doubted.length / 2);
    this.#groups.unshift(doubted.slice(0, half), doubted.slice(half));
    return undefined;
  }

  /** Try the path separately once more. */
  again(/** @type {string} */ path) {
    this.#groups.unshift([path]);
  }
}
