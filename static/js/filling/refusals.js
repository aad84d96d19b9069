// Which text it is that the network refuses. Pure.
//
// Where a batch comes to nothing again and again, a request without cells tells the line from the texts: if that one is answered, the batch is
// halved until the cell stands alone that the network refuses.

export class RefusalSearch {
  /** @type {string[] | null} */
  #doubted = null;
  /** @type {string[][]} */
  #groups = [];

  /** Whether a batch is looked at more closely, so that the next one need not wait. */
  get isOn() {
    return this.isTryingLine || this.#groups.length > 0;
  }

  /** Whether the next request is the one without cells. */
  get isTryingLine() {
    return this.#doubted !== null;
  }

  /** Those of the unanswered `paths` that are to be sent by themselves next; none for all. */
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

  /** A request with these cells came to nothing; `isDoubtful`: not for want of a line, it seems. */
  failed(/** @type {string[]} */ paths, /** @type {boolean} */ isDoubtful) {
    const isLineCut = this.isTryingLine;
    this.#doubted = !isLineCut && isDoubtful ? paths : null;
    this.#groups = isLineCut ? [] : this.#groups.slice(1);
  }

  /** The server answered. Gives the path that is found, undefined while there is none; `isOpen`: whether a path still waits for an answer. */
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

  /** The path is tried once more by itself. */
  again(/** @type {string} */ path) {
    this.#groups.unshift([path]);
  }
}
