// Ticks all rows of a page at once, and counts what is ticked. Without this module each row is ticked by itself.
// Where `data-across` stands, what is ticked on one page of a list stays so on its other pages and is sent along from any of them.

import { all, one } from "./dom.js";

const MOST = 300; // they are sent in an address
const whole = all(document, "input[data-all]", HTMLInputElement)[0];

/** The place where a list keeps its ticks: the same for all its pages. */
function place() {
  const asked = new URLSearchParams(location.search);
  asked.delete("before");
  asked.delete("after");
  return `ticked ${location.pathname}?${asked}`;
}

/** @returns {string[]} what is ticked on other pages, of which a page has none of its own */
function kept() {
  return JSON.parse(sessionStorage.getItem(place()) ?? "[]");
}

if (whole) {
  const boxes = all(document, `input[name="${whole.dataset.all}"]`, HTMLInputElement);
  const told = one(document, "[data-ticked]", HTMLElement);
  const isAcross = "across" in told.dataset;
  const clear = all(document, "[data-untick]", HTMLButtonElement)[0];
  const here = new Set(boxes.map((box) => box.value));
  let elsewhere = isAcross ? kept().filter((key) => !here.has(key)) : [];

  const ticked = () => boxes.filter((box) => box.checked);

  const show = () => {
    const count = ticked().length;
    whole.checked = count > 0 && count === boxes.length;
    whole.indeterminate = count > 0 && count < boxes.length;
    const more = elsewhere.length ? `，其中 ${elsewhere.length} 个在其他页` : "";
    const many = count + elsewhere.length > MOST ? `一次最多 ${MOST} 个，更多的请选“符合条件的全部”。` : "";
    told.textContent = count + elsewhere.length ? `已勾选 ${count + elsewhere.length} ${told.dataset.ticked}${more}。${many}` : "";
    if (isAcross) {
      sessionStorage.setItem(place(), JSON.stringify([...elsewhere, ...ticked().map((box) => box.value)]));
    }
    if (clear) {
      clear.hidden = count + elsewhere.length === 0;
    }
  };

  const tick = (/** @type {(box: HTMLInputElement) => boolean} */ isTicked) => {
    for (const box of boxes) {
      box.checked = isTicked(box);
    }
    show();
  };

  whole.hidden = boxes.length === 0;
  whole.addEventListener("change", () => tick(() => whole.checked));
  for (const box of boxes) {
    box.addEventListener("change", show);
  }
  clear?.addEventListener("click", () => {
    elsewhere = [];
    tick(() => false);
  });
  if (isAcross) {
    const before = new Set(kept());
    boxes[0]?.form?.addEventListener("formdata", ({ formData }) => {
      for (const key of elsewhere.slice(0, MOST - ticked().length)) {
        formData.append(whole.dataset.all ?? "", key);
      }
    });
    boxes[0]?.form?.addEventListener("submit", () => sessionStorage.removeItem(place()));
    tick((box) => before.has(box.value));
  }
  // A browser that comes back to the page ticks the boxes as they were only after this.
  addEventListener("pageshow", show);
  show();
}
