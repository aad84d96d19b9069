// Keeps in the browser's own storage what the server has not acknowledged yet, so that it outlives the page. Each name belongs to one person,
// and nobody else's page reads it; after signing out, nothing is left.

/** @import { Store, TabStore } from "../shapes.js" */

const { user = "" } = document.body.dataset;
const KINDS = ["filling", "form"];
const SIGNED_OUT = "signed out";
// The space makes sure that no person's name is the beginning of another's.
const owner = user.replace(/[ %]/g, encodeURIComponent);
let isClosed = false;

/** This person's storage name for a kind: "filling" for steps that save themselves, "form" for all other forms. */
export function ownName(/** @type {string} */ kind, /** @type {string} */ rest) {
  return `${kind} ${owner} ${rest}`.trim();
}

/** All of this person's names of a kind. */
export function ownNames(/** @type {string} */ kind) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`${kind} ${owner} `));
  } catch {
    return [];
  }
}

/** How many of this person's entries the server does not have. */
export function countUnsent() {
  const names = KINDS.flatMap(ownNames);
  return names.reduce((sum, name) => sum + Object.keys(localStore(name).all()).length, 0);
}

/** The person has signed out: removes their entries, here and in their other tabs, and keeps nothing from now on. */
export function forgetOwn() {
  close();
  try {
    localStorage.setItem(SIGNED_OUT, owner);
    localStorage.removeItem(SIGNED_OUT);
  } catch {
    // Without storage there is nothing to remove, and no other tab keeps anything.
  }
}

/** Calls `act` when the person signs out in another tab; from then on, nothing is kept here. */
export function onSignedOutElsewhere(/** @type {() => void} */ act) {
  addEventListener("storage", ({ key, newValue }) => {
    if (key === SIGNED_OUT && newValue === owner) {
      close();
      act();
    }
  });
}

function close() {
  isClosed = true;
  try {
    KINDS.flatMap(ownNames).forEach((name) => localStorage.removeItem(name));
    sessionStorage.clear();
  } catch {
    // The storage is switched off, so nothing was kept.
  }
}

/**
 * What is kept under one name. Two tabs may share it, so each writes only the entries that it knows.
 *
 * @template {{ text?: string, sent?: string }} Entry
 * @param {string} name
 * @returns {Store<Entry>}
 */
export function localStore(name) {
  let isWorking = true;

  /** @returns {Record<string, Entry>} */
  function all() {
    try {
      return JSON.parse(localStorage.getItem(name) ?? "null") ?? {};
    } catch {
      isWorking = false;
      return {};
    }
  }

  function write(/** @type {Record<string, Entry>} */ entries) {
    if (isClosed) {
      return;
    }
    try {
      if (Object.keys(entries).length) {
        localStorage.setItem(name, JSON.stringify(entries));
      } else {
        localStorage.removeItem(name);
      }
      isWorking = true;
    } catch {
      isWorking = false;
    }
  }

  return {
    all,
    put(key, entry) {
      write({ ...all(), [key]: entry });
    },
    remove(key, text) {
      const { [key]: entry, ...rest } = all();
      if (text === undefined || entry?.text === text) {
        write(rest);
      }
    },
    get isWorking() {
      return isWorking;
    },
  };
}

/** A name for this tab, the same on all of its pages. */
export function tabName() {
  /** @type {TabStore<string>} */
  const place = tabStore("tab");
  const name = place.get() ?? `${Date.now()} ${Math.random()}`;
  place.put(name);
  return name;
}

/**
 * What this tab keeps for its next page under one name: any JSON value.
 *
 * @template Value
 * @param {string} name
 * @returns {TabStore<Value>}
 */
export function tabStore(name) {
  return {
    get() {
      try {
        return JSON.parse(sessionStorage.getItem(name) ?? "null");
      } catch {
        return null;
      }
    },
    put(value) {
      try {
        sessionStorage.setItem(name, JSON.stringify(value));
      } catch {
        // The storage is full or switched off, so the next page does not get it.
      }
    },
  };
}
