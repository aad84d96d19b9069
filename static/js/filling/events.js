// The events by which the modules of a page that saves itself communicate, on the form or the document. All are sent and received here.
//
// Event                Sent by               To                                 Says
// filling:saved        saving.js             answer, cells, growing, …          the current state, after a save or a look at what others did
// filling:computed     cells.js, others.js   cells, chapters, growing, undo     an input got a text that nobody typed here; sent at the input
// filling:together     cells.js              undo.js                            everything typed into these inputs from now on is one step
// filling:apart        cells.js              undo.js                            … until here
// filling:explained    panel.js              others.js                          a reason for a finding was stored: what the cells' notes say has changed
// filling:redrawing    rows.js               undo.js                            rows came or went, and the page is about to be reloaded
// signing-out          forms/leaving.js      saving.js                          the person leaves: a module that still has to save adds its promise

/**
 * @import { AddedRows, Input, Standing } from "../shapes.js"
 *
 * @typedef {{
 *   "filling:saved": Standing,
 *   "filling:computed": null,
 *   "filling:together": Input[],
 *   "filling:apart": null,
 *   "filling:explained": null,
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
 * Calls `act` with the event's detail and target. Returns a function that stops listening.
 *
 * @template {keyof Details} Name
 * @param {EventTarget} target
 * @param {Name} name
 * @param {(detail: Details[Name], origin: EventTarget | null) => void} act
 */
export function listen(target, name, act) {
  const listener = (/** @type {Event} */ event) => act(/** @type {CustomEvent<Details[Name]>} */ (event).detail, event.target);
  target.addEventListener(name, listener);
  return () => target.removeEventListener(name, listener);
}
