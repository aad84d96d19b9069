// Opens the comment box with its cell in view, puts standard comments into it, and lets C write a comment on the finding or cell with the focus. Without
// this module, the page jumps to the box, which links to the cell, and the links to standard comments and findings load the page with their text.

import { onCommand } from "./commands.js";

addEventListener("load", () => {
  const box = document.querySelector("#comment");
  const cell = box && document.getElementById(new URLSearchParams(location.search).get("comment") ?? "");
  const isBeside = matchMedia("(min-width: 72rem)").matches;
  if (cell && isBeside) {
    cell.classList.add("commented");
    cell.scrollIntoView({ block: "center" });
  }
  box?.querySelector("textarea")?.focus({ preventScroll: isBeside });
});

/** @param {HTMLAnchorElement} link */
function putIn(link) {
  const box = link.closest("form")?.querySelector("textarea");
  if (!box) {
    return false;
  }
  box.setRangeText(link.dataset.text ?? "", box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
  return true;
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest(".standard a") : null;
  if (link instanceof HTMLAnchorElement && putIn(link)) {
    event.preventDefault();
  }
});

onCommand((key) => {
  const here = document.activeElement?.closest(".finding, .paper [id]");
  const link = key === "c" ? here?.querySelector('[aria-keyshortcuts="c"], .cell-comment, .remark a, a.remark') : null;
  if (link instanceof HTMLAnchorElement && link.search) {
    link.click();
  }
});
