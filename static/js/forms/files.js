// Files that were chosen, until the server has read them: in IndexedDB, for the storage of texts does not hold them.

import { all, one } from "../dom.js";
import { ownName } from "../filling/storage.js";
import { storeOf, LASTS, nameOf, newName, putField } from "./kept.js";
import { tellFiles } from "./telling.js";

const STORE = "files";
const KEY = "files";

export function fileInput(/** @type {HTMLFormElement} */ form) {
  return all(form, "input[type=file]", HTMLInputElement)[0];
}

export function keepFiles(/** @type {HTMLFormElement} */ form) {
  const input = one(form, "input[type=file]", HTMLInputElement);
  const name = nameOf(form);
  const kept = storeOf(form);
  let sent;
  input.addEventListener("change", () => put([...(input.files ?? [])]));
  restore();

  async function restore() {
    const { [KEY]: entry } = kept.all();
    const isWanted = entry && Date.now() - entry.at < LASTS && document.querySelector("#error-summary") === null;
    const files = isWanted ? await work("readonly", (store) => store.get(name)) : undefined;
    if (!files) {
      put([...(input.files ?? [])]);
    } else if (!input.files?.length) {
      const chosen = new DataTransfer();
      files.forEach((file) => chosen.items.add(file));
      input.files = chosen.files;
      tellFiles(form, files, entry.at, () => {
        input.value = "";
        put([]);
      });
    }
  }

  function put(files) {
    if (files.length) {
      kept.put(KEY, { at: Date.now() });
      work("readwrite", (store) => store.put(files, name));
    } else {
      kept.remove(KEY);
      work("readwrite", (store) => store.delete(name));
    }
  }

  return {
    form,
    isAtRisk: false,
    nameForSending() {
      const { [KEY]: entry } = kept.all();
      if (entry) {
        sent = newName();
        kept.put(KEY, { ...entry, sent });
        putField(form, "kept_as", sent);
      }
    },
    get isTaken() {
      return kept.isWorking && sent !== undefined && !kept.all()[KEY];
    },
  };
}

/** Removes every file that this person chose, wherever it was. */
export function forgetFiles() {
  const all = ownName("form", "");
  return work("readwrite", (store) => store.delete(IDBKeyRange.bound(`${all} `, `${all} \uffff`)));
}

// Undefined where the browser has no such storage, or refuses it.
/** @returns {Promise<any>} */
function work(mode, act) {
  return new Promise((resolve) => {
    const give = (value) => () => resolve(value?.result);
    let opening;
    try {
      opening = indexedDB.open("forms", 1);
    } catch {
      resolve(undefined);
      return;
    }
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = give();
    opening.onsuccess = () => {
      const request = act(opening.result.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = give(request);
      request.onerror = give();
      request.transaction.oncomplete = () => opening.result.close();
    };
  });
}
