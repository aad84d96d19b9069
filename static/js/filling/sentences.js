// The sentences made from the tables: a click inserts or updates them in their chapter; each save refreshes their state.

import { all, targetOf } from "../dom.js";
import { replace } from "./chapters.js";
import { listen } from "./events.js";
import { ask } from "./transport.js";
import { flush } from "./saving.js";

// The beginning of templates/filling/preview.html: a page from some device on the way is not shown.
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
      const shown = document.getElementById(id);
      shown && show(shown, html);
    }
  });
}

// The print preview is requested when somebody wants to see it; a later one that comes with a save is newer.
async function preview(/** @type {Element | null} */ place) {
  const url = place instanceof HTMLElement && place.dataset.url;
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

// The button's change is based on the stored text, so typed text is stored first. If the text still differs, the server does it.
async function compose(/** @type {HTMLFormElement} */ form, /** @type {string} */ value) {
  const isSaved = await flush();
  const [button] = all(form, `button.compose[value="${CSS.escape(value)}"]`, HTMLButtonElement);
  const area = form.elements.namedItem(value.split(":")[1]);
  if (!button || !(area instanceof HTMLTextAreaElement)) {
    return;
  }
  const { start, end, length, text = "" } = button.dataset;
  const indent = area.value.length - area.value.trimStart().length;
  if (isSaved && area.value.trim().length === Number(length)) {
    replace(area, indent + Number(start), indent + Number(end), text);
  } else {
    form.requestSubmit(button);
  }
}

// `html` is the server's rendered template, which replaces the contents of `shown`. Parts that a person has opened stay open.
function show(/** @type {Element} */ shown, /** @type {string} */ html) {
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
