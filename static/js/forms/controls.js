// The controls of a form that hold something which a person typed or chose, and what stands in them.

/** @typedef {import("../filling/events.js").Input} Control */

const NEVER = ["hidden", "password", "file", "submit", "button", "reset", "image"];

// Whether a form is kept: one that posts, asks for no password, and does not save itself.
export function isKept(/** @type {HTMLFormElement} */ form) {
  const savesItself = form.dataset.cells !== undefined && form.dataset.left !== "clashes";
  return posts(form) && !savesItself && !form.querySelector("input[type=password]");
}

export function posts(/** @type {HTMLFormElement} */ form) {
  return (form.getAttribute("method") ?? "").toLowerCase() === "post";
}

// A box that has to be ticked is an assurance, given anew each time.
export function controlsOf(/** @type {HTMLFormElement} */ form) {
  const controls = [...form.elements].flatMap((one) => (isInput(one) ? [one] : []));
  return controls.filter((one) => one.name && !NEVER.includes(one.type) && !(isBox(one) && one.required));
}

export function keyOf(/** @type {Control} */ control) {
  return isBox(control) ? `${control.name}=${control.value}` : control.name;
}

export function textOf(/** @type {Control} */ control) {
  return isBox(control) ? String(control.checked) : control.value;
}

// What the page came with.
export function drawnIn(/** @type {Control} */ control) {
  if (isBox(control)) {
    return String(control.defaultChecked);
  }
  return isSelect(control) ? ([...control.options].find((one) => one.defaultSelected) ?? control.options[0]).value : control.defaultValue;
}

export function write(/** @type {Control} */ control, /** @type {string} */ text) {
  if (isBox(control)) {
    control.checked = text === "true";
  } else {
    control.value = text;
  }
}

// Whether its text can be shown to be copied when the control is gone.
export function isTyped(/** @type {Control} */ control) {
  return !isBox(control) && !isSelect(control);
}

export function labelOf(/** @type {Control} */ control) {
  return (control.getAttribute("aria-label") ?? control.labels?.[0]?.textContent ?? "").trim();
}

/** @returns {control is HTMLInputElement} */
function isBox(/** @type {Control} */ control) {
  return control.type === "checkbox" || control.type === "radio";
}

/** @returns {control is HTMLSelectElement} */
function isSelect(/** @type {Control} */ control) {
  return control instanceof HTMLSelectElement;
}

/** @returns {element is Control} */
export function isInput(/** @type {unknown} */ element) {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
}

/**
 * The field of a form that has this name, undefined where there is none.
 *
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function fieldOf(form, name) {
  const found = form.elements.namedItem(name);
  return found instanceof HTMLInputElement ? found : undefined;
}

/**
 * What stands in a field that every such form has.
 *
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function valueOf(form, name) {
  return fieldOf(form, name)?.value ?? "";
}
