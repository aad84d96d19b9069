// Texts as high as what stands in them. Browsers that know field-sizing do it by the style sheet; for the others (Chromium before 123, Firefox)
// this module follows whatever puts a text in: typing, pasting, undo, what others saved; what saving.js restored stands when it starts.

import { all } from "../dom.js";
import { listen } from "./events.js";

const GROWING = ".official-table textarea, .field textarea";

export function start(/** @type {HTMLFormElement} */ form) {
  if (CSS.supports("field-sizing", "content")) {
    return;
  }
  const fitted = new WeakMap();
  const areas = () => all(form, GROWING, HTMLTextAreaElement);
  const follow = () => fit(areas().filter((area) => fitted.get(area) !== area.value), fitted);
  form.addEventListener("input", follow);
  listen(form, "filling:computed", follow);
  // An answer is drawn by others who hear of it too: after them.
  listen(form, "filling:saved", () => setTimeout(follow));
  addEventListener("resize", () => fit(areas(), fitted));
  document.fonts.ready.then(() => fit(areas(), fitted));
  fit(areas(), fitted);
}

// All are shrunk, all are measured, all are set: one drawing for each and not for each area. Shrinking must not scroll the page.
function fit(areas, fitted) {
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
