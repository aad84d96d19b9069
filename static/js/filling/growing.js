// Makes text areas as high as their texts. Browsers with field-sizing do this with the style sheet; for the others (Chromium before 123, Firefox)
// this module follows every change: typing, pasting, undo, what others saved. Texts restored by saving.js are there when it starts.

import { all } from "../dom.js";
import { listen } from "./events.js";

const GROWING = ".official-table textarea, .field textarea";

export function start(/** @type {HTMLFormElement} */ form) {
  if (CSS.supports("field-sizing", "content")) {
    return;
  }
  /** @type {WeakMap<HTMLTextAreaElement, string>} */
  const fitted = new WeakMap();
  const areas = () => all(form, GROWING, HTMLTextAreaElement);
  const follow = () => fit(areas().filter((area) => fitted.get(area) !== area.value), fitted);
  form.addEventListener("input", follow);
  listen(form, "filling:computed", follow);
  // Other modules also react to an answer and change texts, so this runs after them.
  listen(form, "filling:saved", () => setTimeout(follow));
  addEventListener("resize", () => fit(areas(), fitted));
  document.fonts.ready.then(() => fit(areas(), fitted));
  fit(areas(), fitted);
}

// Shrink all, measure all, then set all: one layout for each of these steps instead of one per area. Shrinking must not scroll the page.
function fit(/** @type {HTMLTextAreaElement[]} */ areas, /** @type {WeakMap<HTMLTextAreaElement, string>} */ fitted) {
  const place = scrollY;
  areas.forEach((area) => {
    area.style.height = "0";
  });
  const heights = areas.map((area) => area.scrollHeight + area.offsetHeight - area.clientHeight);
  areas.forEach((area, number) => {
    area.style.height = `${heights[number]}px`;
    fitted.set(area, area.value);
  });
  if (scrollY !== place) {
    scrollTo(scrollX, place);
  }
}
