// The table of keys (templates/components/keys.html): its button, or ? where no text is typed, opens it.

import { all, targetOf } from "./dom.js";
import { hasCaret } from "./forms/controls.js";

export function start() {
  const [dialog] = all(document, "dialog.keys", HTMLDialogElement);
  const [button] = all(document, "button.show-keys", HTMLButtonElement);
  if (!dialog || !button) {
    return;
  }
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    const target = targetOf(event);
    // A question mark is no part of a number, so a cell of numbers asks for the table, too.
    const isText = hasCaret(target) && !target.inputMode;
    if (/^[?？]$/.test(event.key) && !isText && !event.isComposing && !dialog.open) {
      event.preventDefault();
      dialog.showModal();
    }
  });
}
