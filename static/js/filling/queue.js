// The cells that the server has not acknowledged yet: which are sent next, and what an answer makes of them. Pure: no page, no network.
//
// By path: { text, base: the revision that the text rests on, sent: the text of a request without an answer, unreadable: a text that the server
// could not read, why: what it said of it, clash: somebody else changed the cell too, lost: its row is gone, tried: texts that the network
// refused, doubts: how often it did, held: until when nothing is sent, restored }.
//
// Where a batch comes to nothing again and again, a request without cells tells the line from the texts: if that one is answered, the batch is
// halved until the cell stands alone that the network refuses; it is held back, and the others are not.

const DOUBTS = 2;

export class Queue {
  revision;
  #cells = new Map();
  // Cells that rest on another revision than the page; sequences of rows that no longer stand where the page shows them.
  #rests = new Map();
  #moved = new Map();
  #doubted = null;
  #groups = [];
  #kept;
  #tab;

  /** `kept`: where unsaved texts outlive the page; `tab`: the name of this tab there. */
  constructor(revision, kept, tab) {
    this.revision = revision;
    this.#kept = kept;
    this.#tab = tab;
  }

  get(path) {
    return this.#cells.get(path);
  }

  has(path) {
    return this.#cells.has(path);
  }

  get isEmpty() {
    return this.#cells.size === 0;
  }

  get hasMoved() {
    return this.#moved.size > 0;
  }

  /** How many cells are in each of the states that a person must see to. */
  get counts() {
    const cells = [...this.#cells.values()];
    const of = (is) => cells.filter(is).length;
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
    return Object.fromEntries([...this.#cells].filter(([, cell]) => isUnreadable(cell)).map(([path, cell]) => [path, cell.why]));
  }

  /** The paths of the cells whose text the network refuses. */
  get held() {
    return [...this.#cells].filter(([, cell]) => cell.held).map(([path]) => path);
  }

  // Coming and going

  /** Takes what is kept of an earlier page; gives { key, path, text } of texts that another tab left undecided: not this tab's to send. */
  restore() {
    const undecided = [];
    for (const [key, { disputed, ...cell }] of Object.entries(this.#kept.all())) {
      if (!disputed || key === this.#keyOf(disputed)) {
        this.#cells.set(disputed ?? key, { ...cell, restored: true });
      } else {
        undecided.push({ key, path: disputed, text: cell.text });
      }
    }
    return undecided;
  }

  /** A person typed: over the other's text, if there was a choice to make; what the network refused is another text now. */
  type(path, text) {
    const { clash, held, doubts, ...cell } = this.#cells.get(path) ?? {};
    const base = clash ? clash.revision : (cell.base ?? this.#baseOf(path));
    if (held || doubts) {
      const { sent, tried = [], ...anew } = cell;
      this.#keep(path, { ...anew, tried: [...tried, sent], text, base });
    } else {
      this.#keep(path, { ...cell, text, base });
    }
  }

  /** The person's own text stands, on top of what the other saved. */
  insist(path) {
    this.type(path, this.#cells.get(path).text);
  }

  drop(path) {
    this.#kept.remove(path, this.#cells.get(path)?.text);
    this.#kept.remove(this.#keyOf(path));
    this.#cells.delete(path);
    this.#rests.delete(path);
  }

  /** The page goes on showing what stood in the cell at `revision`. */
  rest(path, revision) {
    this.#rests.set(path, revision);
  }

  /** The page shows what stands in the cell. */
  follow(path) {
    this.#rests.delete(path);
  }

  #baseOf(path) {
    const moved = [...this.#moved].find(([sequence]) => path.startsWith(`${sequence}.`));
    return moved ? moved[1] : (this.#rests.get(path) ?? this.revision);
  }

  #keep(path, cell) {
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

  #keyOf(path) {
    return `${path} ${this.#tab}`;
  }

  // Sending

  /** What to send next, null for nothing; a request without an answer is sent exactly as it was. */
  next(now = Date.now()) {
    if (this.#doubted) {
      return { revision: this.revision, cells: {} };
    }
    const due = this.#due(now);
    if (!due.length) {
      return null;
    }
    const base = Math.min(...due.map(([, cell]) => cell.base));
    const again = due.some(([, cell]) => cell.sent !== undefined);
    const batch = { revision: base, cells: {}, again };
    for (const [path, cell] of due.filter(([, one]) => one.base === base)) {
      batch.cells[path] = cell.sent ?? cell.text;
      this.#keep(path, { ...cell, sent: batch.cells[path] });
    }
    return batch;
  }

  #due(now) {
    const open = [...this.#cells].filter(([, cell]) => !cell.clash && !cell.lost);
    while (this.#groups.length) {
      const group = open.filter(([path, cell]) => this.#groups[0].includes(path) && cell.sent !== undefined);
      if (group.length) {
        return group;
      }
      this.#groups.shift();
    }
    const free = open.filter(([, cell]) => !cell.held);
    const unanswered = free.filter(([, cell]) => cell.sent !== undefined);
    const changed = unanswered.length ? unanswered : free.filter(([, cell]) => !isUnreadable(cell));
    return changed.length ? changed : open.filter(([, cell]) => cell.held <= now).slice(0, 1);
  }

  /** When the next text that is held back may be tried, undefined for never. */
  get heldUntil() {
    const moments = [...this.#cells.values()].filter((cell) => cell.held).map((cell) => cell.held);
    return moments.length ? Math.min(...moments) : undefined;
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
    return this.#doubted !== null || this.#groups.length > 0;
  }

  /** The batch came to nothing; `isDoubtful`: not for want of a line, it seems. */
  failed(batch, isDoubtful) {
    const isLineCut = this.#doubted !== null;
    const paths = Object.keys(batch.cells);
    const isDoubted = isDoubtful || paths.some((path) => this.#cells.get(path).doubts);
    this.#doubted = !isLineCut && isDoubted ? paths : null;
    this.#groups = isLineCut ? [] : this.#groups.slice(1);
  }

  /** The server answered: if it was asked without cells, the doubted ones are halved, and the last one is held back `until` then. */
  answered(until) {
    const doubted = (this.#doubted ?? []).filter((path) => this.#cells.get(path)?.sent !== undefined);
    if (!this.#doubted) {
      this.#groups.shift();
    }
    this.#doubted = null;
    const half = Math.ceil(doubted.length / 2);
    if (doubted.length > 1) {
      this.#groups.unshift(doubted.slice(0, half), doubted.slice(half));
    } else if (doubted.length) {
      this.#doubt(doubted[0], until);
    }
  }

  #doubt(path, until) {
    const cell = this.#cells.get(path);
    const doubts = (cell.doubts ?? 0) + 1;
    if (doubts < DOUBTS) {
      this.#groups.unshift([path]);
      this.#keep(path, { ...cell, doubts });
    } else if (cell.text === cell.sent) {
      this.#keep(path, { ...cell, doubts, held: until });
    } else {
      this.#keep(path, { ...cell, doubts, held: until });
      this.type(path, cell.text);
    }
  }

  // Answers

  /**
   * What an answer makes of the batch. Gives the cells with a `choice` to make, those that are `lost`, the `news` of cells that others changed
   * and nobody touched here, and the revision that the page showed `before`.
   */
  take(batch, answer) {
    const clashes = new Map(answer.clashes.map((clash) => [clash.path, clash]));
    const stranded = new Set(answer.stranded.map(({ path }) => path));
    const taken = { choices: [], lost: [], news: [], before: this.revision };
    for (const [path, text] of Object.entries(batch.cells)) {
      if (stranded.has(path)) {
        this.#lose(path);
        taken.lost.push(path);
      } else if (clashes.has(path)) {
        this.#clash(path, answer, clashes.get(path), taken);
      } else {
        this.#settle(path, text, answer);
      }
    }
    this.#rebase(batch, answer, clashes);
    if (batch.revision === this.revision) {
      this.#advance(answer, taken);
    }
    return taken;
  }

  #lose(path) {
    const { sent, ...cell } = this.#cells.get(path);
    this.#keep(path, { ...cell, lost: true });
  }

  #clash(path, answer, clash, taken) {
    const { sent, tried = [], ...cell } = this.#cells.get(path);
    // A text of this cell that the network seemed to refuse did arrive.
    const isHeard = clash.is_own && tried.some((text) => isSame(text, clash.theirs));
    const choice = { ...clash, revision: answer.revision };
    this.#keep(path, isHeard ? { ...cell, base: answer.revision } : { ...cell, clash: choice });
    if (!isHeard) {
      taken.choices.push([path, choice]);
    }
  }

  #settle(path, text, answer) {
    const { sent, held, doubts, tried, ...cell } = this.#cells.get(path);
    const isUnread = path in answer.unreadable;
    this.#rests.delete(path);
    if (cell.text === text && !isUnread) {
      this.drop(path);
    } else {
      const unreadable = isUnread ? { unreadable: text, why: answer.unreadable[path] } : {};
      this.#keep(path, { ...cell, base: answer.revision, ...unreadable });
    }
    if (answer.revision > this.revision) {
      this.#rests.set(path, answer.revision);
    }
  }

  // Cells typed meanwhile rest on what the answer stands for, unless somebody else changed them.
  #rebase(batch, answer, clashes) {
    for (const [path, cell] of this.#cells) {
      const isOthers = clashes.has(path) || path in answer.others || isIn(answer.moved, path);
      if (cell.base === batch.revision && !isOthers) {
        this.#keep(path, { ...cell, base: answer.revision });
      }
    }
  }

  #advance(answer, taken) {
    const { before } = taken;
    for (const [path, base] of this.#rests) {
      if (base > before && base <= answer.revision) {
        this.#rests.delete(path);
      }
    }
    for (const sequence of answer.moved) {
      this.#moved.set(sequence, this.#moved.get(sequence) ?? before);
    }
    const untouched = Object.entries(answer.others).filter(([path]) => !this.#cells.has(path));
    taken.news = untouched.filter(([path]) => !isIn(this.#moved.keys(), path));
    this.revision = answer.revision;
  }

  /** What the server does not take (any more) for cells of this step; gives the paths. */
  refuse(batch) {
    const paths = Object.keys(batch.cells);
    paths.forEach((path) => this.#lose(path));
    return paths;
  }

  /** The server has answered that it stores nothing now. */
  unsend(batch) {
    for (const path of Object.keys(batch.cells)) {
      const { sent, ...cell } = this.#cells.get(path);
      this.#keep(path, cell);
    }
  }
}

function isUnreadable(cell) {
  return cell.text === cell.unreadable;
}

function isIn(sequences, path) {
  return [...sequences].some((sequence) => path.startsWith(`${sequence}.`));
}

// The server's text of a cell and what was typed for it: spaces, and how a number is written, do not count.
function isSame(typed, stored) {
  const plain = (text) => text.replace(/\s/g, "").normalize("NFKC");
  const number = (text) => Number(plain(text).replace(/,/g, "") || NaN);
  return plain(typed) === plain(stored) || number(typed) === number(stored);
}
