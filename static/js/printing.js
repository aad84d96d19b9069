// Printing: the buttons, what a list is narrowed to in words, and the complete typed texts instead of boxes that show only part of them. Without
// this module, the browser's own menu prints the page, with boxes.

import { all } from "./dom.js";
import { isInput } from "./forms/controls.js";

const BOXES = "textarea, .official-table input[name]:not([type=hidden]), #filling input.form-control, .list-table .form-select";

for (const button of all(document, "button[data-print]", HTMLButtonElement)) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

addEventListener("beforeprint", () => {
  for (const place of all(document, "[data-conditions]", HTMLElement)) {
    place.textContent = all(document, "form.filter-bar", HTMLFormElement).flatMap(conditions).join("");
  }
  document.documentElement.classList.add("printing");
  for (const box of [...document.querySelectorAll(BOXES)].filter(isInput)) {
    const text = document.createElement("span");
    text.className = "as-printed";
    text.textContent = box instanceof HTMLSelectElement ? (box.selectedOptions[0]?.text ?? "") : box.value;
    box.after(text);
  }
});

addEventListener("afterprint", () => {
  document.documentElement.classList.remove("printing");
  document.querySelectorAll(".as-printed").forEach((text) => text.remove());
});

// As the list was asked for, not what has been chosen since.
function conditions(/** @type {HTMLFormElement} */ form) {
  return [...form.elements].flatMap((one) => {
    const asked = one instanceof HTMLSelectElement ? chosen(one) : one instanceof HTMLInputElement ? one.defaultValue : "";
    return asked && isInput(one) && one.labels?.[0] ? [`${one.labels[0].textContent?.trim()}：${asked}。`] : [];
  });
}

function chosen(/** @type {HTMLSelectElement} */ select) {
  const option = [...select.options].find((one) => one.defaultSelected) ?? select.options[0];
  return option?.text ?? "";
}
