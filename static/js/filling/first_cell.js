// The link 跳到表格, and a page that the last step's 下一步 leads to, enter the first cell that is still blank.

import { all } from "../dom.js";
import { hasCaret } from "../forms/controls.js";
import { cellsOf } from "./inputs.js";
import { goTo } from "./keys.js";

const TABLE = "#sheet";

export function start(/** @type {HTMLFormElement} */ form) {
  for (const link of all(document, `a[href="${TABLE}"]`, HTMLAnchorElement)) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      enter(form);
    });
  }
  if (location.hash === TABLE) {
    // A reload should not come back here.
    history.replaceState(null, "", location.pathname + location.search);
    enter(form);
  }
}

function enter(/** @type {HTMLFormElement} */ form) {
  const cells = cellsOf(form).filter(hasCaret);
  const first = cells.find(({ value }) => value === "") ?? cells[0];
  first && goTo(first);
}
