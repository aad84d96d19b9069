// The chapters of the report as plain text: a paste keeps only paragraphs; a click inserts the next heading, or selects the place
// that a note concerns. Inserted text counts as typed: it saves itself, and the browser's own undo reverts it.

import { all, targetOf } from "../dom.js";
import { listen } from "./events.js";

/** The text boxes of chapters. */
export const CHAPTER = 'textarea[name^="report.chapters."]';
const NUMERALS = "一二三四五六七八九十";
const HEADING = /^（[一二三四五六七八九十]{1,3}）/gm;
const NEW_HEADING = "小标题";

export function start(/** @type {HTMLFormElement} */ form) {
  const areas = all(form, CHAPTER, HTMLTextAreaElement);
  const visited = new WeakSet();
  form.classList.add("scripted");
  for (const area of areas) {
    area.addEventListener("focus", () => visited.add(area));
    area.addEventListener("input", () => follow(area));
    area.addEventListener("paste", (event) => paste(event, area));
    follow(area);
  }
  listen(form, "filling:computed", (_, target) => areas.filter((area) => area === target).forEach(follow));
  form.addEventListener("click", (event) => {
    const target = targetOf(event);
    const heading = target.closest("button.insert-heading");
    const locate = target.closest("button.locate");
    const area = heading && areas.find(({ name }) => name === heading.getAttribute("value"));
    if (area) {
      insertHeading(area, visited.has(area) ? area.selectionEnd : area.value.length);
    } else if (locate instanceof HTMLElement) {
      locateNext(locate, areas);
    }
  });
}

/** Replaces the text from `start` to `end` with `text`, as if typed. */
export function replace(/** @type {HTMLTextAreaElement} */ area, /** @type {number} */ start, /** @type {number} */ end, /** @type {string} */ text) {
  area.focus();
  area.setSelectionRange(start, end);
  const isDone = text ? document.execCommand("insertText", false, text) : start === end || document.execCommand("delete");
  if (!isDone) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Selects the text from `start` to `end`, and scrolls to it. */
export function select(/** @type {HTMLTextAreaElement} */ area, /** @type {number} */ start, /** @type {number} */ end) {
  area.focus({ preventScroll: true });
  area.setSelectionRange(start, end);
  const top = heightOf(area, area.value.slice(0, start));
  area.scrollTop = top - area.clientHeight / 2;
  scrollTo({ top: scrollY + area.getBoundingClientRect().top + top - area.scrollTop - innerHeight / 3 });
}

function heightOf(/** @type {HTMLTextAreaElement} */ area, /** @type {string} */ text) {
  const mirror = document.createElement("div");
  const { width, font, lineHeight, padding, boxSizing } = getComputedStyle(area);
  Object.assign(mirror.style, { width, font, lineHeight, padding, boxSizing });
  Object.assign(mirror.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  mirror.textContent = text;
  area.after(mirror);
  const { height } = mirror.getBoundingClientRect();
  mirror.remove();
  return height;
}

function follow(/** @type {HTMLTextAreaElement} */ area) {
  const length = String([...area.value.replace(/\s/g, "")].length);
  for (const place of all(document, `[data-length-of="${CSS.escape(area.name)}"]`, HTMLElement)) {
    place.textContent = length;
  }
}

function paste(/** @type {ClipboardEvent} */ event, /** @type {HTMLTextAreaElement} */ area) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const cleaned = paragraphsOf(text);
  if (text && cleaned !== text) {
    event.preventDefault();
    replace(area, area.selectionStart, area.selectionEnd, cleaned);
  }
}

// Paragraphs without indents and blank lines; the cells of a table row are on one line.
function paragraphsOf(/** @type {string} */ text) {
  return text
    .replace(/\r\n?|[\v\f\u2028\u2029]/g, "\n")
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
    .replace(/[\t\u00a0]/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .join("\n");
}

function insertHeading(/** @type {HTMLTextAreaElement} */ area, /** @type {number} */ at) {
  const before = area.value.slice(0, at);
  const after = area.value.slice(at);
  const number = (before.match(HEADING) ?? []).length + 1;
  const lead = `${before && !before.endsWith("\n") ? "\n" : ""}（${numeral(number)}）`;
  replace(area, at, at, `${lead}${NEW_HEADING}${after && !after.startsWith("\n") ? "\n" : ""}`);
  select(area, at + lead.length, at + lead.length + NEW_HEADING.length);
}

function numeral(/** @type {number} */ number) {
  const tens = Math.floor(number / 10);
  const ones = number % 10 ? NUMERALS[(number % 10) - 1] : "";
  return `${tens > 1 ? NUMERALS[tens - 1] : ""}${tens ? "十" : ""}${ones}`;
}

// Each click selects the next fragment; fragments that have been changed since are skipped.
function locateNext(/** @type {HTMLElement} */ button, /** @type {HTMLTextAreaElement[]} */ areas) {
  const quotes = (button.dataset.quotes ?? "").split("\n");
  const own = button.closest(".chapter")?.querySelector("textarea");
  const searched = own ? [own] : areas;
  const places = quotes.flatMap((quote) => {
    const area = searched.find(({ value }) => value.includes(quote));
    return area ? [{ area, at: area.value.indexOf(quote), length: quote.length }] : [];
  });
  const next = Number(button.dataset.next ?? 0) % (places.length || 1);
  if (places.length) {
    const { area, at, length } = places[next];
    select(area, at, at + length);
    button.dataset.next = String(next + 1);
  }
}
