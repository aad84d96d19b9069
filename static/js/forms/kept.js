// What is typed into the plain forms of a page, in the browser's own storage, by person and form, from the first key until the server has
// confirmed the form.

import { all } from "../dom.js";
import { localStore, ownName, ownNames } from "../filling/storage.js";

/** @import { FormEntry, Found, Store } from "../shapes.js" */

const TAKEN = /(?:^|;\s*)((?:__Host-)?taken\.([a-z0-9]+))=1/g;
// How long files, and texts read from files, are kept, in milliseconds: as long as the server accepts the seal of what it read.
export const LASTS = 12 * 60 * 60 * 1000;

/**
 * What is kept for a form: entries by the name of the control.
 *
 * @template {FormEntry} Entry
 * @param {HTMLFormElement} form
 * @returns {Store<Entry>}
 */
export function storeOf(form) {
  return localStore(nameOf(form));
}

export function nameOf(/** @type {HTMLFormElement} */ form) {
  const address = new URL(form.getAttribute("action") ?? "", location.href);
  const where = all(form, "input[type=hidden][name=where]", HTMLInputElement)[0]?.value ?? "";
  return ownName("form", `${address.pathname}${address.search} ${where}`);
}

// A name for a form that is about to be sent.
export function newName() {
  return [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Forgets what the server has accepted, which it reports with a cookie per form. Returns whether anything was.
export function forgetTaken() {
  const taken = new Map([...document.cookie.matchAll(TAKEN)].map(([, cookie, name]) => [name, cookie]));
  if (!taken.size) {
    return false;
  }
  const done = everything().filter(({ entry }) => taken.has(entry.sent ?? ""));
  for (const { kept, key, entry } of done) {
    kept.remove(key);
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${taken.get(entry.sent ?? "")}=; path=/; max-age=0; samesite=lax${secure}`;
  }
  return done.length > 0;
}

/**
 * Every entry of this person's forms.
 *
 * @returns {Found[]}
 */
export function everything() {
  return ownNames("form").flatMap((name) => {
    /** @type {Store<FormEntry>} */
    const kept = localStore(name);
    return Object.entries(kept.all()).map(([key, entry]) => ({ kept, name, key, entry }));
  });
}

// A hidden field of the form that is about to be sent.
export function putField(/** @type {HTMLFormElement} */ form, /** @type {string} */ name, /** @type {string} */ value) {
  let [field] = all(form, `input[type=hidden][name=${name}]`, HTMLInputElement);
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  field.value = value;
}
