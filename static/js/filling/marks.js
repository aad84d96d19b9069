// The figures that a chapter takes over from the tables, marked while somebody writes: in a layer behind the text box, which repeats its text
// unseen. The marks come with the page and with every save; until the next one they move with the text, and a figure that is touched loses its.
// What they say stands in words under the box, so the layer is nothing to screen readers.

import { all, element } from "../dom.js";
import { CHAPTER } from "./chapters.js";
import { listen } from "./events.js";

/** @typedef {{ start: number, end: number, tone: string }} Mark */

export function start(/** @type {HTMLFormElement} */ form) {
  const layers = all(form, CHAPTER, HTMLTextAreaElement).map(layerOf);
  listen(form, "filling:saved", () => layers.forEach(({ renew }) => renew()));
  // Saving restores texts, and others' changes come in, without a key.
  listen(form, "filling:computed", () => layers.forEach(({ follow }) => follow()));
}

function layerOf(/** @type {HTMLTextAreaElement} */ area) {
  const layer = element("div", "marks");
  const text = element("div", "marked-text");
  /** @type {Mark[]} */
  let marks = [];
  let shown = area.value;

  const place = () => {
    const { font, letterSpacing, lineHeight, padding } = getComputedStyle(area);
    const { offsetTop, offsetLeft, clientTop, clientLeft, clientWidth, clientHeight } = area;
    const [top, left] = [offsetTop + clientTop, offsetLeft + clientLeft];
    Object.assign(layer.style, { top: `${top}px`, left: `${left}px`, width: `${clientWidth}px`, height: `${clientHeight}px` });
    Object.assign(text.style, { font, letterSpacing, lineHeight, padding });
    scroll();
  };
  const scroll = () => {
    text.style.transform = `translateY(${-area.scrollTop}px)`;
  };
  const draw = () => {
    text.replaceChildren(...drawn(area.value, marks));
    scroll();
  };
  const follow = () => {
    if (area.value !== shown) {
      marks = moved(marks, shown, area.value);
      shown = area.value;
      draw();
    }
  };
  const renew = () => {
    marks = told(area) ?? marks;
    draw();
    place(); // notes above or below may have come or gone
  };

  layer.setAttribute("aria-hidden", "true");
  layer.append(text);
  area.before(layer);
  area.classList.add("over-marks");
  area.addEventListener("input", follow);
  area.addEventListener("scroll", scroll);
  new ResizeObserver(place).observe(area);
  renew();
  return { follow, renew };
}

// The marks that the server told last, if they are of this text; null if the text has changed since: another save is about to tell.
function told(/** @type {HTMLTextAreaElement} */ area) {
  const places = document.getElementById(`${area.id}.sentences`)?.querySelector("[data-places]")?.getAttribute("data-places");
  if (!places) {
    return [];
  }
  /** @type {[number, [number, number, string, string][]]} */
  const [length, listed] = JSON.parse(places);
  const indent = area.value.length - area.value.trimStart().length;
  const marks = listed.map(([start, end, tone, text]) => ({ start: indent + start, end: indent + end, tone, text }));
  const isSame = area.value.trim().length === length && marks.every(({ start, end, text }) => area.value.slice(start, end) === text);
  return isSame ? marks : null;
}

function moved(/** @type {Mark[]} */ marks, /** @type {string} */ before, /** @type {string} */ now) {
  const shorter = Math.min(before.length, now.length);
  let same = 0;
  while (same < shorter && before[same] === now[same]) {
    same += 1;
  }
  let rest = 0;
  while (rest < shorter - same && before[before.length - 1 - rest] === now[now.length - 1 - rest]) {
    rest += 1;
  }
  const grown = now.length - before.length;
  return marks.flatMap(({ start, end, tone }) => {
    if (end < same) {
      return [{ start, end, tone }];
    }
    return start > before.length - rest ? [{ start: start + grown, end: end + grown, tone }] : [];
  });
}

function drawn(/** @type {string} */ text, /** @type {Mark[]} */ marks) {
  const ends = [0, ...marks.map(({ end }) => end)];
  const parts = marks.flatMap(({ start, end, tone }, number) => [text.slice(ends[number], start), element("mark", tone, text.slice(start, end))]);
  return [...parts, text.slice(ends[marks.length])];
}
