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

// The revision that this tab was told last, across its pages; a number, 0 when there is none (any more).
export function lastHeard(name) {
  return {
    put(revision) {
      try {
        sessionStorage.setItem(name, revision);
      } catch {
        // Switched off: nothing is kept between pages then.
      }
    },
    take() {
      try {
        const revision = Number(sessionStorage.getItem(name));
        sessionStorage.removeItem(name);
        return revision;
      } catch {
        return 0;
      }
    },
  };
}
