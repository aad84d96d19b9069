// The inputs of a form that are cells of the step; their names are the cells' paths.

import { isInput } from "../forms/controls.js";

/** @import { Input } from "../shapes.js" */

const NOT_CELLS = ["csrfmiddlewaretoken", "revision", "action"];

/** Whether a field of the form belongs to a cell. */
export function isCellName(/** @type {string} */ name) {
  return name !== "" && !NOT_CELLS.includes(name);
}

/**
 * Whether an element is the input of a cell of this form.
 *
 * @param {HTMLFormElement} form
 * @param {EventTarget | null} element
 * @returns {element is Input}
 */
export function isCell(form, element) {
  return isInput(element) && element.form === form && isCellName(element.name);
}

/** @returns {Input[]} */
export function cellsOf(/** @type {HTMLFormElement} */ form) {
  return [...form.elements].flatMap((element) => (isCell(form, element) ? [element] : []));
}

/**
 * The input of a cell; null if the page has none.
 *
 * @param {HTMLFormElement} form
 * @param {string} path
 * @returns {Input | null}
 */
export function inputOf(form, path) {
  const found = form.elements.namedItem(path);
  return found instanceof Element && isCell(form, found) ? found : null;
}

/**
 * Puts a text into an input as if it were typed.
 *
 * @param {Input} input
 * @param {string} text
 */
export function write(input, text) {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
