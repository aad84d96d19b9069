// The controls of a form that hold something which a person typed or chose, and what stands in them.

const NEVER = ["hidden", "password", "file", "submit", "button", "reset", "image"];

// Whether a form is kept: one that posts, asks for no password, and does not save itself.
export function isKept(form) {
  const savesItself = form.dataset.cells !== undefined && form.dataset.left !== "clashes";
  return posts(form) && !savesItself && !form.querySelector("input[type=password]");
}

export function posts(form) {
  return (form.getAttribute("method") ?? "").toLowerCase() === "post";
}

// A box that has to be ticked is an assurance, given anew each time.
export function controlsOf(form) {
  return [...form.elements].filter(
    (one) => one.name && one.matches("input, textarea, select") && !NEVER.includes(one.type) && !(isBox(one) && one.required),
  );
}

export function keyOf(control) {
  return isBox(control) ? `${control.name}=${control.value}` : control.name;
}

export function textOf(control) {
  return isBox(control) ? String(control.checked) : control.value;
}

// What the page came with.
export function drawnIn(control) {
  if (isBox(control)) {
    return String(control.defaultChecked);
  }
  return control.options ? ([...control.options].find((one) => one.defaultSelected) ?? control.options[0]).value : control.defaultValue;
}

export function write(control, text) {
  if (isBox(control)) {
    control.checked = text === "true";
  } else {
    control.value = text;
  }
}

// Whether its text can be shown to be copied when the control is gone.
export function isTyped(control) {
  return !isBox(control) && !control.options;
}

export function labelOf(control) {
  return (control.getAttribute("aria-label") ?? control.labels?.[0]?.textContent ?? "").trim();
}

function isBox(control) {
  return control.type === "checkbox" || control.type === "radio";
}
