// Filters a page's entries in place (templates/page_search.html): those that contain every typed word stay; all of a section whose heading does.

import { all, one } from "./dom.js";

const line = one(document, ".page-search", HTMLElement);
const box = one(line, "input", HTMLInputElement);
const told = one(line, "[role=status]", HTMLElement);
const sections = all(document, ".searched", HTMLElement);

line.hidden = false;
box.addEventListener("input", filter);
// The text comes back when the browser goes back to this page.
addEventListener("pageshow", filter);

function filter() {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  const contains = (/** @type {Element | null} */ part) => words.every((word) => part?.textContent?.toLowerCase().includes(word));
  let found = 0;
  for (const section of sections) {
    const entries = all(section, ".entry", HTMLElement);
    const isWhole = contains(section.querySelector("h2"));
    entries.forEach((entry) => {
      entry.hidden = !isWhole && !contains(entry);
    });
    const shown = entries.filter((entry) => !entry.hidden).length;
    section.hidden = shown === 0;
    found += shown;
  }
  told.textContent = words.length ? result(found) : "";
}

function result(/** @type {number} */ found) {
  return found ? `找到 ${found} 处` : "没有找到，请换一个词。";
}
