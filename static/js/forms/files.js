// Keeps chosen files until the server has read them, in IndexedDB, because the storage for texts can't hold them.

import { all, one } from "../dom.js";
import { ownName } from "../filling/storage.js";
import { storeOf, LASTS, nameOf, newName, putField } from "./kept.js";
import { tellFiles } from "./telling.js";

/** @import { FormEntry, Keeper, Store } from "../shapes.js" */

const STORE = "files";
const KEY = "files";

export function fileInput(/** @type {HTMLFormElement} */ form) {
  return all(form, "input[type=file]", HTMLInputElement)[0];
}

/** @returns {Keeper} */
export function keepFiles(/** @type {HTMLFormElement} */ form) {
  const input = one(form, "input[type=file]", HTMLInputElement);
  const name = nameOf(form);
  /** @type {Store<FormEntry>} */
  const kept = storeOf(form);
  /** @type {string | undefined} */
  let sent;
  input.addEventListener("change", () => put([...(input.files ?? [])]));
  restore();

  async function restore() {
    const { [KEY]: entry } = kept.all();
    const isWanted = entry && Date.now() - entry.at < LASTS && document.querySelector("#error-summary") === null;
    /** @type {File[] | undefined} */
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

  function put(/** @type {File[]} */ files) {
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

/** Removes every file that this person chose on any page. */
export function forgetFiles() {
  const all = ownName("form", "");
  return work("readwrite", (store) => store.delete(IDBKeyRange.bound(`${all} `, `${all} \uffff`)));
}

/**
 * Undefined if the browser has no such storage, or refuses it.
 *
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<Result>} act
 * @returns {Promise<Result | undefined>}
 */
function work(mode, act) {
  return new Promise((resolve) => {
    /** @param {IDBRequest<Result>} [request] */
    const give = (request) => () => resolve(request?.result);
    /** @type {IDBOpenDBRequest} */
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
      const transaction = opening.result.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      request.onsuccess = give(request);
      request.onerror = give();
      transaction.oncomplete = () => opening.result.close();
    };
  });
}
