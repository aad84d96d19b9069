// Reading a document: J and K go through the findings, M through the comments; each marks its cell in the paper, and a cell its finding.

import * as cellHistory from "./cell_history.js";
import { onCommand } from "./commands.js";
import { all, targetOf } from "./dom.js";
import * as keyTable from "./key_table.js";

const MARK = "commented";
const FINDINGS = ".side .finding-card";
// Above the sheets stand the comments of the last round.
const COMMENTS = ".answers .comment, .side .comment:not(#comment)";
const ROOM = matchMedia("(min-width: 72rem)");

keyTable.start();
cellHistory.start();

// What the document is compared with stays while comments are written.
const beside = new URLSearchParams(location.search).get("beside");
for (const link of beside ? all(document, 'a[href*="?comment="]', HTMLAnchorElement) : []) {
  link.search += `&beside=${encodeURIComponent(beside ?? "")}`;
}

onCommand((key) => {
  const [selector, step] = { j: [FINDINGS, 1], k: [FINDINGS, -1], m: [COMMENTS, 1] }[key] ?? ["", 0];
  if (typeof selector === "string" && typeof step === "number" && selector) {
    go(all(document, selector, HTMLElement), step);
  }
});

// To the one after (or before) that with the focus, round and round.
function go(/** @type {HTMLElement[]} */ listed, /** @type {number} */ step) {
  const at = listed.findIndex((one) => one.contains(document.activeElement));
  const next = at < 0 && step < 0 ? listed.length - 1 : (at + step + listed.length) % listed.length;
  listed[next]?.querySelector("a")?.focus();
}

document.addEventListener("focusin", (event) => {
  const place = targetOf(event).closest(`${FINDINGS}, ${COMMENTS}`);
  const path = place?.querySelector("a")?.getAttribute("href")?.replace(/^.*#/, "");
  const cell = path ? document.getElementById(decodeURIComponent(path)) : null;
  if (cell) {
    mark(cell);
    // Where the paper stands above the findings, scrolling to the cell would take them out of sight.
    ROOM.matches && place?.closest(".side") && cell.scrollIntoView({ block: "center" });
    return;
  }
  const finding = findingOf(targetOf(event).closest(".paper [id]"));
  if (finding) {
    mark(finding);
    ROOM.matches && finding.scrollIntoView({ block: "nearest" });
  }
});

function findingOf(/** @type {Element | null} */ cell) {
  return cell && document.getElementById(`card.${cell.id}`);
}

function mark(/** @type {HTMLElement} */ place) {
  all(document, `.${MARK}`, HTMLElement).forEach((one) => one.classList.remove(MARK));
  place.classList.add(MARK);
}
