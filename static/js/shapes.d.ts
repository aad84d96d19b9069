// The shapes that several modules use: of what they pass to one another, keep in the browser and exchange with the server. Only types, which no
// page loads: a module names those that it uses in an `@import` comment. The details of events are in filling/events.js.

// The page

export type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** An input with a caret. */
export type TextInput = HTMLInputElement | HTMLTextAreaElement;

/** A cell of the official table. Its column is that of the printed form; a cell without a control can't be typed into. */
export interface Place {
  row: number;
  column: number;
  width: number;
  td: HTMLTableCellElement;
  control: Input | undefined;
}

/** A cell that can be typed into. */
export type OpenPlace = Place & { control: Input };

/** The rows of a table, each as a list of its cells. */
export type Sheet = Place[][];

/** A cell and its sheet. */
export interface Placed {
  rows: Sheet;
  cell: OpenPlace;
}

/** A marked block: the rows and columns from one edge to the other. */
export interface Marked {
  rows: Sheet;
  top: number;
  bottom: number;
  left: number;
  right: number;
}

// What the server answers; filling/answers.js checks it

/** Who made a change, and when. */
export interface Who {
  by: string;
  at: string;
  is_own: boolean;
}

/** A change of a cell by somebody else. */
export interface Change extends Who {
  text: string;
  before: string;
}

/** Two texts for one cell. */
export interface Clash extends Who {
  path: string;
  name: string;
  mine: string;
  theirs: string;
}

/** A text whose cell no longer exists. */
export interface Stranded {
  path: string;
  name: string;
  text: string;
}

export interface Meter {
  code: string;
  value: string;
  words: string;
  state: string;
  shares: Record<string, string>;
}

/** Its tone, its text and, if it concerns places of the report, the fragments of the report, one per line. */
export type Note = [tone: string, text: string, quotes?: string];

/** What the answers of some steps have in addition. */
export interface Extras {
  totals?: Record<string, string>;
  computed_totals?: string[];
  in_wan?: Record<string, string>;
  meters?: Meter[];
  understood?: Record<string, string>;
  take?: Record<string, string>;
}

/** The state of everything after a save, or now. Keys are paths, ids of cells (`computed`, `notes`, `fragments`) or steps (`left`). */
export interface Standing {
  kind: "saved";
  revision: number;
  saved_at: string;
  unreadable: Record<string, string>;
  offers: Record<string, string[]>;
  read: Record<string, [typed: string, stored: string]>;
  computed: Record<string, string>;
  notes: Record<string, Note[]>;
  left: Record<string, [words: string, tone: string][]>;
  extras: Extras;
  fragments?: Record<string, string>;
  company: string;
  others: Record<string, Change>;
  moved: string[];
  clashes: Clash[];
  stranded: Stranded[];
}

export interface Saying {
  kind: "outdated" | "refused" | "gone" | "too_large";
  message: string;
}

/** No answer of ours: whether it may be a refusal of what was sent, why (in words), and how many milliseconds to wait. */
export interface None {
  kind: "none";
  isRefusal: boolean;
  why: string;
  wait: number;
}

export type Answer =
  | Standing
  | { kind: "rows"; revision: number }
  | { kind: "unreadable"; unreadable: Record<string, string> }
  | { kind: "signed_out" }
  | Saying
  | { kind: "same" }
  | None;

// Requests

/** Cells that are sent together, based on one revision; `again`: they may already have arrived. */
export interface Batch {
  revision: number;
  cells: Record<string, string>;
  again?: boolean;
}

/** Cells, and rows to add or to take back. */
export interface Question extends Batch {
  add?: { list: string; count: number };
  take_back?: { list: string; count: number };
}

// Cells that are not saved yet

/** A clash, and the revision of the answer that reported it. */
export type Choice = Clash & { revision: number };

/** A change, and the revision of the answer that reported it. */
export type News = Change & { revision: number };

/** A cell whose text the server has not acknowledged. */
export interface Cell {
  text: string;
  /** the revision on which the text is based */
  base: number;
  /** the text of a request that has no answer yet */
  sent?: string;
  /** texts of requests that seemed to fail */
  tried?: string[];
  /** a text that the server could not read */
  unreadable?: string;
  /** what the server said about it */
  why?: string;
  /** somebody else has changed the cell, too */
  clash?: Choice;
  /** its row no longer exists */
  lost?: boolean;
  /** how often the network seemed to refuse the text */
  doubts?: number;
  /** until when the text is held back, by the clock of `Queue.next` */
  held?: number;
  /** it comes from an earlier page */
  restored?: boolean;
}

/** The part of a cell that outlives the page; `disputed`: the path of a cell whose choice is open. */
export type KeptCell = Pick<Cell, "text" | "base" | "sent" | "tried" | "unreadable" | "why"> & { disputed?: string };

/** A text that another tab left undecided, and its key in the storage. */
export interface Undecided {
  key: string;
  path: string;
  text: string;
}

/** What follows from the answer to a batch, see `Queue.take`. */
export interface Taken {
  choices: [path: string, choice: Choice][];
  lost: string[];
  news: [path: string, news: News][];
  before: number;
}

// Rows, and steps that can be undone

/** Rows added to a list, and what was filled in with them, by path. */
export interface Rows {
  list: string;
  count: number;
  cells: Record<string, string>;
}

/** Rows that were added, and the revision with which they were. */
export type AddedRows = Rows & { revision: number };

/** The changes of a step, by path. */
export type Texts = Record<string, { before: string; after: string }>;

export type Step = { texts: Texts } | AddedRows;

/** The steps that can be undone, and those that can be redone. */
export interface Steps {
  done: Step[];
  undone: Step[];
}

// What the browser keeps

/** Entries under one name of the browser's storage, by key. */
export interface Store<Entry> {
  all(): Record<string, Entry>;
  put(key: string, entry: Entry): void;
  /** If a text is given, removes only an entry with this text, because another tab may have kept a newer one. */
  remove(key: string, text?: string): void;
  /** Whether the last write reached the storage, which may be full or switched off. */
  readonly isWorking: boolean;
}

/** What one tab keeps for its next page, null if there is nothing. */
export interface TabStore<Value> {
  get(): Value | null;
  put(value: Value | null): void;
}

/** What is kept for a plain form: since when, and the name under which the form was sent. */
export interface FormEntry {
  at: number;
  sent?: string;
  text?: string;
  /** the page on which the text was typed */
  page?: string;
  /** the label of a control that is typed into */
  label?: string;
}

/** What is kept for a control; `drawn`: its content when the page was loaded. */
export interface ControlEntry extends FormEntry {
  text: string;
  drawn: string;
  page: string;
  revision?: string;
}

/** What is kept of data read from files: the data, sealed, and the paths that are ticked. */
export interface SealedEntry extends FormEntry {
  text: string;
  take: string[];
}

/** An entry, and where it is kept. */
export interface Found {
  kept: Store<FormEntry>;
  name: string;
  key: string;
  entry: FormEntry;
}

/** The controls whose kept texts were restored. */
export type Restored = [control: Input, entry: ControlEntry][];

/** Keeps what is in one form. */
export interface Keeper {
  form: HTMLFormElement;
  /** Gives the form that is about to be sent a name, so that the server can confirm it. */
  nameForSending(): void;
  /** Whether the browser should ask before the page is left. */
  readonly isAtRisk: boolean;
  /** Whether something that this page sent has been accepted since. */
  readonly isTaken: boolean;
}
