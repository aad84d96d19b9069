// The sentences that the tables make: written into their chapter, or brought up to date there, by a click; how they stand follows each save.

import { targetOf } from "../dom.js";
import { replace } from "./chapters.js";
import { listen } from "./events.js";
import { ask } from "./transport.js";
import { flush } from "./saving.js";

// As templates/filling/preview.html begins: a page of some device on the way is not shown.
const PREVIEW = '<p class="title">';

export function start(/** @type {HTMLFormElement} */ form) {
  form.addEventListener("click", (event) => {
    const button = targetOf(event).closest("button.compose");
    if (button instanceof HTMLButtonElement) {
      event.preventDefault();
      compose(form, button.value);
    }
  });
  form.addEventListener("toggle", ({ target }) => target instanceof HTMLDetailsElement && target.open && preview(target.querySelector("[data-url]")), true);
  listen(form, "filling:saved", (detail) => {
    for (const [id, html] of Object.entries(detail.fragments ?? {})) {
      show(document.getElementById(id), html);
    }
  });
}

// How the chapter will be printed is asked for when somebody wants to see it; what comes later with a save is newer.
async function preview(place) {
  const url = place?.dataset.url;
  if (!url) {
    return;
  }
  delete place.dataset.url;
  const { status, text } = await ask(url, {});
  if (status === 200 && text.startsWith(PREVIEW)) {
    show(place, text);
  } else {
    place.dataset.url = url;
  }
}

// What the button knows rests on the stored text: so what is typed is stored first. Where the text is another one all the same, the server does it.
async function compose(form, value) {
  const isSaved = await flush();
  const button = form.querySelector(`button.compose[value="${CSS.escape(value)}"]`);
  if (!button) {
    return;
  }
  const { start, end, length, text } = button.dataset;
  const area = form.elements.namedItem(value.split(":")[1]);
  const indent = area.value.length - area.value.trimStart().length;
  if (isSaved && area.value.trim().length === Number(length)) {
    replace(area, indent + Number(start), indent + Number(end), text);
  } else {
    form.requestSubmit(button);
  }
}

// `html` is the server's own template, rendered: what stands in `shown` now. What a person has opened stays open.
function show(shown, html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const isOpen = shown.querySelector("details")?.open;
  const focused = shown.contains(document.activeElement) ? document.activeElement : null;
  if (isOpen) {
    body.querySelector("details")?.setAttribute("open", "");
  }
  if (shown.innerHTML.trim() === body.innerHTML.trim()) {
    return;
  }
  shown.replaceChildren(...[...body.childNodes].map((node) => document.adoptNode(node)));
  if (focused && !focused.isConnected) {
    const same = [...shown.querySelectorAll("button")].find((one) => focused instanceof HTMLButtonElement && one.value && one.value === focused.value);
    (same ?? shown.querySelector("summary"))?.focus();
  }
}
