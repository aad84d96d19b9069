// What the modules of a page that saves itself tell one another, by events of the form or of the document. All are sent and heard through here.
//
// Event                Sent by               To                                 Says
// filling:saved        saving.js             answer, cells, growing, …          what stands by now, after a save or a look at what others did
// filling:computed     cells.js, others.js   cells, chapters, growing, undo     an input got a text that nobody typed here; at the input
// filling:together     cells.js              undo.js                            what is typed from now on is one step: in these inputs
// filling:apart        cells.js              undo.js                            … until here
// filling:redrawing    rows.js               undo.js                            rows came or went, and the page is about to be drawn anew
// signing-out          forms/leaving.js      saving.js                          the person leaves: whoever has to save something adds its promise

/**
 * @typedef {{ list: string, count: number, cells: Record<string, string>, revision: number }} AddedRows
 * @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Input
 * @typedef {{
 *   "filling:saved": import("./answers.js").Standing,
 *   "filling:computed": null,
 *   "filling:together": Input[],
 *   "filling:apart": null,
 *   "filling:redrawing": AddedRows,
 *   "signing-out": Promise<unknown>[],
 * }} Details What each event carries.
 */

/**
 * @template {keyof Details} Name
 * @param {EventTarget} target
 * @param {Name} name
 * @param {Details[Name]} detail
 */
export function send(target, name, detail) {
  target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
}

/**
 * Calls `act` with what the event carries and where it was sent. Gives a function that ends it.
 *
 * @template {keyof Details} Name
 * @param {EventTarget} target
 * @param {Name} name
 * @param {(detail: Details[Name], origin: EventTarget | null) => void} act
 */
export function listen(target, name, act) {
  const listener = (/** @type {Event} */ event) => act(/** @type {CustomEvent} */ (event).detail, event.target);
  target.addEventListener(name, listener);
  return () => target.removeEventListener(name, listener);
}
