// 检查与提交: Enter in a cell's box presses the button beside it, which brings the list back to this place. Without this module, Enter saves all the same.

import { all } from "./dom.js";

for (const box of all(document, ".finding-value input", HTMLInputElement)) {
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      box.parentElement?.querySelector("button")?.click();
    }
  });
}
