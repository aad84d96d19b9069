// The cells that the server has not acknowledged yet, in the browser's own storage, so that they outlive the page.

// What is kept under one name: cells by path. Two tabs may share it, so each writes only the cells that it knows of.
export function drawer(name) {
  let isWorking = true;

  function all() {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? {};
    } catch {
      isWorking = false;
      return {};
    }
  }

  function write(cells) {
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
    put(path, cell) {
      write({ ...all(), [path]: cell });
    },
    // With a text, only what is kept with this text: another tab may have kept a newer one.
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
  const place = tabDrawer("tab");
  const name = place.get() ?? `${Date.now()} ${Math.random()}`;
  place.put(name);
  return name;
}

// What this tab keeps for its next page, under one name: anything that JSON holds, null while there is nothing.
export function tabDrawer(name) {
  return {
    get() {
      try {
        return JSON.parse(sessionStorage.getItem(name));
      } catch {
        return null;
      }
    },
    put(value) {
      try {
        sessionStorage.setItem(name, JSON.stringify(value));
      } catch {
        // Full, or switched off: then the next page knows nothing of it.
      }
    },
  };
}
