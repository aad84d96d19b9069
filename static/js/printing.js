// Printing: its buttons, and what is typed as text, whole, where a box on the screen shows a part of it. Without this module the browser prints
// the boxes, and its own menu prints the page.

import { all } from "./dom.js";
import { isInput } from "./forms/controls.js";

const BOXES = "textarea, .official-table input[name]:not([type=hidden])";

for (const button of all(document, "button[data-print]", HTMLButtonElement)) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

addEventListener("beforeprint", () => {
  document.documentElement.classList.add("printing");
  for (const box of [...document.querySelectorAll(BOXES)].filter(isInput)) {
    const text = document.createElement("span");
    text.className = "as-printed";
    text.textContent = box.value;
    box.after(text);
  }
});

addEventListener("afterprint", () => {
  document.documentElement.classList.remove("printing");
  document.querySelectorAll(".as-printed").forEach((text) => text.remove());
});
