// The controls of a form with something that a person typed or chose, and their contents.

/** @import { Input, TextInput } from "../shapes.js" */

const NEVER = ["hidden", "password", "file", "submit", "button", "reset", "image"];

// Whether a form is kept: it posts, asks for no password, and does not save itself.
export function isKept(/** @type {HTMLFormElement} */ form) {
  const savesItself = form.dataset.cells !== undefined && form.dataset.left !== "clashes";
  return posts(form) && !savesItself && !form.querySelector("input[type=password]");
}

export function posts(/** @type {HTMLFormElement} */ form) {
  return (form.getAttribute("method") ?? "").toLowerCase() === "post";
}

// A required checkbox is an assurance, so it has to be ticked again each time.
export function controlsOf(/** @type {HTMLFormElement} */ form) {
  const controls = [...form.elements].flatMap((one) => (isInput(one) ? [one] : []));
  return controls.filter((one) => one.name && !NEVER.includes(one.type) && !(isBox(one) && one.required));
}

export function keyOf(/** @type {Input} */ control) {
  return isBox(control) ? `${control.name}=${control.value}` : control.name;
}

export function textOf(/** @type {Input} */ control) {
  return isBox(control) ? String(control.checked) : control.value;
}

// The content with which the page was loaded.
export function drawnIn(/** @type {Input} */ control) {
  if (isBox(control)) {
    return String(control.defaultChecked);
  }
  return isSelect(control) ? ([...control.options].find((one) => one.defaultSelected) ?? control.options[0]).value : control.defaultValue;
}

export function write(/** @type {Input} */ control, /** @type {string} */ text) {
  if (isBox(control)) {
    control.checked = text === "true";
  } else {
    control.value = text;
  }
}

// Whether its text can be shown for copying if the control no longer exists.
export function isTyped(/** @type {Input} */ control) {
  return !isBox(control) && !isSelect(control);
}

export function labelOf(/** @type {Input} */ control) {
  return (control.getAttribute("aria-label") ?? control.labels?.[0]?.textContent ?? "").trim();
}

/** @returns {control is HTMLInputElement} */
function isBox(/** @type {Input} */ control) {
  return control.type === "checkbox" || control.type === "radio";
}

/** @returns {control is HTMLSelectElement} */
function isSelect(/** @type {Input} */ control) {
  return control instanceof HTMLSelectElement;
}

/** @returns {element is Input} */
export function isInput(/** @type {unknown} */ element) {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
}

/** @returns {element is TextInput} */
export function hasCaret(/** @type {unknown} */ element) {
  return isInput(element) && element.matches("input:not([type=date]), textarea");
}

/**
 * The field of a form with this name; undefined if there is none.
 *
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function fieldOf(form, name) {
  const found = form.elements.namedItem(name);
  return found instanceof HTMLInputElement ? found : undefined;
}

/**
 * The content of a field that every such form has.
 *
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function valueOf(form, name) {
  return fieldOf(form, name)?.value ?? "";
}
