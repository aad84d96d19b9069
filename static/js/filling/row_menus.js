// The rows' menus: one is open at a time, arrows go through it, Escape and a click elsewhere close it. Without this module they open and close.

import { all, targetOf } from "../dom.js";

const STEPS = new Map([["ArrowDown", 1], ["ArrowUp", -1]]);

export function start(/** @type {HTMLFormElement} */ form) {
  const open = () => all(form, ".row-menu[open]", HTMLDetailsElement);
  const closeAllBut = (/** @type {Element | null} */ kept) => open().forEach((menu) => {
    menu.open = menu === kept;
  });
  document.addEventListener("click", (event) => closeAllBut(targetOf(event).closest(".row-menu")));
  form.addEventListener("focusin", (event) => closeAllBut(targetOf(event).closest(".row-menu")));
  form.addEventListener("keydown", (event) => {
    const menu = targetOf(event).closest(".row-menu");
    if (menu instanceof HTMLDetailsElement && !event.altKey && pressed(menu, event.key)) {
      event.preventDefault();
    }
  });
}

// Whether the key had a meaning here.
function pressed(/** @type {HTMLDetailsElement} */ menu, /** @type {string} */ key) {
  const stops = all(menu, "summary, button", HTMLElement);
  const step = STEPS.get(key);
  if (step) {
    menu.open = true;
    const at = stops.findIndex((one) => one === document.activeElement);
    stops[(at + step + stops.length) % stops.length].focus();
    return true;
  }
  if (key === "Escape" && menu.open) {
    menu.open = false;
    stops[0].focus();
    return true;
  }
  return false;
}
