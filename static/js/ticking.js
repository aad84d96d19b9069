// Ticks all rows of a page at once, and counts what is ticked. Without this module each row is ticked by itself.

import { all, one } from "./dom.js";

const whole = all(document, "input[data-all]", HTMLInputElement)[0];

if (whole) {
  const boxes = all(document, `input[name="${whole.dataset.all}"]`, HTMLInputElement);
  const told = one(document, "[data-ticked]", HTMLElement);

  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    whole.checked = count > 0 && count === boxes.length;
    whole.indeterminate = count > 0 && count < boxes.length;
    told.textContent = count ? `已勾选 ${count} ${told.dataset.ticked}。` : "";
  };

  whole.hidden = boxes.length === 0;
  whole.addEventListener("change", () => {
    for (const box of boxes) {
      box.checked = whole.checked;
    }
    show();
  });
  for (const box of boxes) {
    box.addEventListener("change", show);
  }
  // A browser that comes back to the page ticks the boxes as they were only after this.
  addEventListener("pageshow", show);
  show();
}
