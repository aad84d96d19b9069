// Ticks all cells of a part at once, and counts the ticked ones. Without this module, each cell is ticked by itself.

import { all } from "./dom.js";

const boxes = all(document, 'input[name="take"]', HTMLInputElement);
const ticked = document.querySelector("[data-ticked]");

const groups = all(document, "input[data-all]", HTMLInputElement).map((whole) => {
  const own = all(whole.closest("table") ?? document, 'input[name="take"]', HTMLInputElement);
  whole.closest("[hidden]")?.removeAttribute("hidden");
  whole.addEventListener("change", () => {
    for (const box of own) {
      box.checked = whole.checked;
    }
    show();
  });
  return { whole, own };
});

function show() {
  for (const { whole, own } of groups) {
    const count = own.filter((box) => box.checked).length;
    whole.checked = count === own.length;
    whole.indeterminate = count > 0 && count < own.length;
  }
  if (ticked && boxes.length) {
    ticked.textContent = `已勾选 ${boxes.filter((box) => box.checked).length} 处，共 ${boxes.length} 处`;
  }
}

for (const box of boxes) {
  box.addEventListener("change", show);
}
// A browser that returns to the page restores the ticks only after this.
window.addEventListener("pageshow", show);
show();
