// While a list is read, compared or stored, its page tells that it works, and for how long already. Without this module the browser's own sign does.

import { all } from "./dom.js";

// On the document, after the module that asks for the session first and then sends the form again.
document.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
  if (target instanceof HTMLFormElement && target.dataset.working && !defaultPrevented && !submitter?.hasAttribute("formaction")) {
    tell(target, target.dataset.working);
  }
});

// A page that the browser kept alive does not work any more.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) {
    all(document, ".list-working", HTMLElement).forEach((line) => line.replaceChildren());
  }
});

function tell(/** @type {HTMLFormElement} */ form, /** @type {string} */ words) {
  const [line] = all(form, ".list-working", HTMLElement);
  if (!line) {
    return;
  }
  // The seconds are for eyes alone: a screen reader tells once that it works.
  line.textContent = `${words} …… 请不要关闭这一页`;
  const seconds = document.createElement("span");
  seconds.setAttribute("aria-hidden", "true");
  line.append(seconds);
  const began = Date.now();
  setInterval(() => {
    seconds.textContent = `，已用 ${Math.round((Date.now() - began) / 1000)} 秒`;
  }, 1000);
}
