// Keys of the bureau's pages, and the way back: what the list was asked last goes along to the pages that lead back to it, and on to the next hand-in.

import { onCommand } from "./commands.js";
import { all } from "./dom.js";

const ASKED = "desk-asked";
const isList = document.querySelector("table.desk, nav.tabs") !== null;

if (isList) {
  sessionStorage.setItem(ASKED, location.search);
} else {
  const asked = new URLSearchParams(sessionStorage.getItem(ASKED) ?? "");
  for (const link of all(document, "a[data-asked]", HTMLAnchorElement)) {
    const url = new URL(link.href);
    for (const [name, value] of asked) {
      url.searchParams.has(name) || url.searchParams.set(name, value);
    }
    link.href = url.href;
  }
}

onCommand((key) => all(document, "[data-key]", HTMLElement).find((one) => one.dataset.key === key)?.click());
