// What the server has not acknowledged yet, in the browser's own storage, so that it outlives the page. Each name in it belongs to one person,
// and nobody else's page reads it; after signing out nothing of it is left.

/**
 * @typedef {ReturnType<typeof localStore>} Store
 * @typedef {ReturnType<typeof tabStore>} TabStore
 */

const { user = "" } = document.body.dataset;
const KINDS = ["filling", "form"];
const SIGNED_OUT = "signed out";
// A name with a space in it is no beginning of another's.
const owner = user.replace(/[ %]/g, encodeURIComponent);
let isClosed = false;

/** The name of what this person keeps of a kind: "filling" of steps that save themselves, "form" of all other forms. */
export function ownName(/** @type {string} */ kind, /** @type {string} */ rest) {
  return `${kind} ${owner} ${rest}`.trim();
}

/** All names of this person's of a kind. */
export function ownNames(/** @type {string} */ kind) {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`${kind} ${owner} `));
  } catch {
    return [];
  }
}

/** How many entries of this person's the server does not have. */
export function countUnsent() {
  const names = KINDS.flatMap(ownNames);
  return names.reduce((sum, name) => sum + Object.keys(localStore(name).all()).length, 0);
}

/** The person signed out: removes what is theirs, here and in their other tabs, and from now on keeps nothing. */
export function forgetOwn() {
  close();
  try {
    localStorage.setItem(SIGNED_OUT, owner);
    localStorage.removeItem(SIGNED_OUT);
  } catch {
    // No storage: then nothing is in it, and no other tab keeps anything.
  }
}

/** Calls `act` when the person signs out in another tab; then nothing is kept here any more. */
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
    // Switched off: nothing was kept.
  }
}

// What is kept under one name: cells by path. Two tabs may share it, so each writes only the cells that it knows of.
export function localStore(/** @type {string} */ name) {
  let isWorking = true;

  /** @returns {Record<string, any>} */
  function all() {
    try {
      return JSON.parse(localStorage.getItem(name) ?? "null") ?? {};
    } catch {
      isWorking = false;
      return {};
    }
  }

  function write(/** @type {Record<string, any>} */ cells) {
    if (isClosed) {
      return;
    }
    try {
      if (Object.keys(cells).length) {
        localStorage.setItem(name, JSON.stringify(cells));
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
    put(/** @type {string} */ path, /** @type {object} */ cell) {
      write({ ...all(), [path]: cell });
    },
    // With a text, only what is kept with this text: another tab may have kept a newer one.
    /** @param {string} path @param {string} [text] */
    remove(path, text) {
      const { [path]: cell, ...rest } = all();
      if (text === undefined || cell?.text === text) {
        write(rest);
      }
    },
    // Whether the last write reached the storage: it can be full, or switched off.
    get isWorking() {
      return isWorking;
    },
  };
}

/** A name for this tab, the same on all its pages. */
export function tabName() {
  const place = tabStore("tab");
  const name = place.get() ?? `${Date.now()} ${Math.random()}`;
  place.put(name);
  return name;
}

// What this tab keeps for its next page, under one name: anything that JSON holds, null while there is nothing.
export function tabStore(/** @type {string} */ name) {
  return {
    get() {
      try {
        return JSON.parse(sessionStorage.getItem(name) ?? "null");
      } catch {
        return null;
      }
    },
    put(/** @type {unknown} */ value) {
      try {
        sessionStorage.setItem(name, JSON.stringify(value));
      } catch {
        // Full, or switched off: then the next page knows nothing of it.
      }
    },
  };
}
