// A server, a page and what stands between them, as simple as the rules that the queue has to keep.

import { PendingCells } from "../../static/js/filling/pending.js";
import { Queue } from "../../static/js/filling/queue.js";

export const PATHS = ["a", "b"];
export const UNREADABLE = "?";
const TAB = "this tab";
const HELD = 3;

/** Keeps one evaluation: a text by path, and each change with its revision. The merging is that of evaluations/filling/merging.py. */
export class Server {
  revision = 0;
  texts = Object.fromEntries(PATHS.map((path) => [path, ""]));
  changes = [];

  store(by, texts) {
    const changed = Object.entries(texts).filter(([path, text]) => this.texts[path] !== text);
    this.revision += changed.length ? 1 : 0;
    for (const [path, text] of changed) {
      this.changes.push({ revision: this.revision, path, old: this.texts[path], text, by });
      this.texts[path] = text;
    }
    return changed.map(([path]) => path);
  }

  textAt(path, revision) {
    const later = this.changes.find((change) => change.path === path && change.revision > revision);
    return later ? later.old : this.texts[path];
  }

  /** Answers a batch; `stored` is called with the paths that it is about to store. */
  answer({ revision, cells, again }, storing = () => {}) {
    const since = this.changes.filter((change) => change.revision > revision);
    const last = new Map(since.map((change) => [change.path, change]));
    const hasArrived = (path, text) => again && since.some((one) => one.by === "me" && one.path === path && one.text === text);
    const mine = Object.entries(cells).filter(([path, text]) => text !== this.textAt(path, revision) && !hasArrived(path, text));
    const clashes = mine.filter(([path, text]) => last.has(path) && text !== this.texts[path]);
    const isClash = new Set(clashes.map(([path]) => path));
    const isMine = new Set(mine.map(([path]) => path));
    const told = [...last].filter(([path]) => !isMine.has(path) && cells[path] !== this.texts[path]);
    const theirs = Object.fromEntries(PATHS.map((path) => [path, this.texts[path]]));
    const undisputed = mine.filter(([path]) => !isClash.has(path));
    const readable = undisputed.filter(([, text]) => text !== UNREADABLE);
    storing(readable.filter(([path, text]) => this.texts[path] !== text).map(([path]) => path));
    this.store("me", Object.fromEntries(readable));
    return {
      kind: "saved",
      revision: this.revision,
      unreadable: Object.fromEntries(undisputed.filter(([, text]) => text === UNREADABLE).map(([path]) => [path, "无法识别"])),
      others: Object.fromEntries(told.map(([path, { old, text, by }]) => [path, { text, before: old, by, at: "", is_own: by === "me" }])),
      moved: [],
      stranded: [],
      clashes: clashes.map(([path, text]) => {
        const { by } = last.get(path);
        return { path, name: path, mine: text, theirs: theirs[path], by, at: "", is_own: by === "me" };
      }),
    };
  }
}

/**
 * A person's page. Each text that they type is an act { path, text, knows }: `knows` is the revision up to which
 * they know what others changed in that cell.
 */
export class Page {
  kept = new Map();
  acts = new Map();
  now = 0;
  #sent = new Map();
  #request = null;

  constructor(server) {
    this.server = server;
    this.reload();
  }

  get isWaiting() {
    return this.#request !== null;
  }

  /** What the page shows is lost with it, and so is a request under way; what the browser keeps is not. */
  reload() {
    this.#request = null;
    this.shown = { ...this.server.texts };
    this.seen = Object.fromEntries(PATHS.map((path) => [path, this.server.revision]));
    this.choices = new Map();
    this.replaced = new Map();
    this.queue = new Queue(this.server.revision, new PendingCells(this.#storage(), TAB));
    this.queue.pending.restore(structuredClone(Object.fromEntries(this.kept)));
    for (const path of PATHS.filter((one) => this.queue.pending.has(one))) {
      this.shown[path] = this.queue.pending.get(path).text;
      this.seen[path] = this.acts.get(path).knows;
    }
  }

  #storage() {
    return {
      put: (key, cell) => this.kept.set(key, structuredClone(cell)),
      remove: (key, text) => (text === undefined || this.kept.get(key)?.text === text) && this.kept.delete(key),
    };
  }

  type(path, text) {
    const choice = this.choices.get(path);
    if (choice) {
      this.replaced.set(path, choice.theirs);
    }
    this.choices.delete(path);
    this.shown[path] = text;
    this.acts.set(path, { path, text, knows: this.seen[path] });
    this.queue.type(path, text);
  }

  insist(path) {
    if (this.choices.has(path)) {
      this.choices.delete(path);
      this.acts.set(path, { path, text: this.shown[path], knows: this.seen[path] });
      this.queue.insist(path);
    }
  }

  /** Takes over what somebody else saved: in a choice, or after the choice was typed over. */
  takeTheirs(path) {
    const theirs = this.choices.get(path)?.theirs ?? this.replaced.get(path);
    if (theirs !== undefined) {
      this.choices.delete(path);
      this.replaced.delete(path);
      this.shown[path] = theirs;
      this.acts.set(path, { path, text: theirs, knows: this.seen[path] });
      this.queue.type(path, theirs);
    }
  }

  /** Puts the next request on its way. */
  send() {
    if (this.#request) {
      return;
    }
    const batch = this.queue.next(this.now);
    if (batch) {
      for (const [path, text] of Object.entries(batch.cells)) {
        const act = this.acts.get(path);
        this.#sent.set(path, act.text === text ? act : this.#sent.get(path));
      }
      this.#request = { batch, answer: null };
    }
  }

  /** Asks what others saved, as the page does by itself from time to time. */
  look() {
    if (!this.#request) {
      const batch = { revision: this.queue.revision, cells: {} };
      this.#show(batch, this.server.answer(batch));
    }
  }

  /** The request reaches the server. */
  arrive() {
    if (this.#request && !this.#request.answer) {
      this.#request.answer = this.server.answer(this.#request.batch, (paths) => paths.forEach((path) => this.#check(path)));
    }
  }

  #check(path) {
    const others = this.server.changes.filter((change) => change.path === path && change.by !== "me").map(({ revision }) => revision);
    const newest = Math.max(0, ...others);
    const { text, knows } = this.#sent.get(path);
    if (newest > knows) {
      throw new Error(`“${text}” in ${path}, typed when revision ${knows} was known, overwrites revision ${newest}`);
    }
  }

  /** The answer comes back. */
  hear() {
    this.arrive();
    if (this.#request) {
      const { batch, answer } = this.#request;
      this.#request = null;
      this.queue.answered(this.now + HELD);
      this.#show(batch, answer);
    }
  }

  /** Nothing comes back; `isDoubtful`: it looks as if the text was refused. */
  cut(isDoubtful) {
    if (this.#request) {
      const { batch } = this.#request;
      this.#request = null;
      this.queue.failed(batch, isDoubtful);
    }
  }

  /** The server says that it stores nothing now. */
  refuse() {
    if (this.#request && !this.#request.answer) {
      const { batch } = this.#request;
      this.#request = null;
      this.queue.answered(this.now + HELD);
      this.queue.unsend(batch);
    }
  }

  #show(batch, answer) {
    const { choices, news } = this.queue.take(batch, answer);
    const notTaken = [...answer.clashes.map((clash) => clash.path), ...Object.keys(answer.others), ...Object.keys(answer.unreadable)];
    for (const path of Object.keys(batch.cells).filter((one) => !notTaken.includes(one))) {
      // What stands there is the person's own text, whoever else stored the same.
      this.seen[path] = answer.revision;
      this.acts.get(path).knows = answer.revision;
    }
    for (const [path, choice] of choices) {
      this.choices.set(path, choice);
      this.seen[path] = answer.revision;
    }
    for (const [path, { text, revision }] of news) {
      this.shown[path] = text;
      this.seen[path] = answer.revision;
      this.replaced.delete(path);
      this.queue.shows(path, revision);
    }
  }

  /** All is delivered, each choice made, in favour of the person. */
  finish() {
    for (let round = 0; round < 50; round += 1) {
      this.now += HELD;
      PATHS.forEach((path) => this.insist(path));
      this.send();
      this.hear();
    }
    this.look();
  }
}
