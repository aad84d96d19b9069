// Room for writing a chapter: its text box over the whole window, and last year's text beside it. The box stays where it is in the document, so
// its focus, undo and saving go on.

import { all, one, targetOf } from "../dom.js";

const KEPT_BESIDE = "last-year-beside";
// As in static/css/report_step.css.
const ROOM = matchMedia("(min-width: 80rem)");
const LARGE_ROOM = matchMedia("(min-width: 64rem)");

export function start(/** @type {HTMLFormElement} */ form) {
  /** @type {(() => void) | null} */
  let leave = null;
  const back = () => {
    leave?.();
    leave = null;
  };
  form.addEventListener("click", (event) => {
    const chapter = targetOf(event).closest("button.write-large")?.closest(".chapter");
    if (leave) {
      chapter && back();
    } else if (chapter instanceof HTMLElement) {
      leave = writeLarge(chapter);
    }
  });
  // Escape also ends the composition of a Chinese word.
  document.addEventListener("keydown", ({ key, isComposing }) => key === "Escape" && !isComposing && back());
  for (const press of all(form, "button.last-year-beside", HTMLButtonElement)) {
    keepBeside(press);
  }
}

// Returns what ends it.
function writeLarge(/** @type {HTMLElement} */ chapter) {
  const place = scrollY;
  const area = one(chapter, "textarea", HTMLTextAreaElement);
  const [word] = all(chapter, ".write-large .word", HTMLElement);
  const [lastYear] = all(chapter, "details.last-year", HTMLDetailsElement);
  const wasOpen = lastYear?.open;
  const turn = (/** @type {boolean} */ isLarge) => {
    document.body.classList.toggle("writing-large", isLarge);
    chapter.classList.toggle("written-large", isLarge);
    word.textContent = isLarge ? "退出全屏" : "全屏写";
    if (lastYear) {
      lastYear.open = isLarge ? LARGE_ROOM.matches : wasOpen;
    }
    area.focus({ preventScroll: true });
  };
  turn(true);
  const [bar] = all(document, ".step-bar", HTMLElement);
  chapter.style.setProperty("--large-top", `${bar.offsetHeight}px`);
  return () => {
    turn(false);
    scrollTo(scrollX, place);
  };
}

function keepBeside(/** @type {HTMLButtonElement} */ press) {
  const section = press.closest(".report-chapters");
  const isKept = () => localStorage.getItem(KEPT_BESIDE) === "yes";
  const show = () => {
    press.setAttribute("aria-pressed", String(isKept()));
    section?.classList.toggle("both-years", isKept());
    if (section && ROOM.matches) {
      all(section, "details.last-year", HTMLDetailsElement).forEach((one) => {
        one.open = isKept();
      });
    }
  };
  press.addEventListener("click", () => {
    localStorage.setItem(KEPT_BESIDE, isKept() ? "no" : "yes");
    show();
  });
  ROOM.addListener(show);
  isKept() && show();
}
