// The panel beside the sheet: all about the cell that has the focus, as the server tells it. A reason typed there is stored when its box is left.

import { all, button, element, one } from "../dom.js";
import { listen, send } from "./events.js";
import { inputOf, isCell, write } from "./inputs.js";
import { ask } from "./transport.js";

const WAIT = 120;
const KEPT_OPEN = "panel-open";
// Beside the sheet where both have room, a wide sheet needs more; else a drawer over it.
const ROOM = matchMedia("(min-width: 75rem)");
const MUCH_ROOM = matchMedia("(min-width: 100rem)");
const NOT_STORED = "说明没有保存：网络中断或登录已过期。请稍后再按“保存说明”，文字还在这里。";

export function start(/** @type {HTMLFormElement} */ form) {
  const aside = document.getElementById("cell-panel");
  if (aside) {
    new Panel(form, aside);
  }
}

class Panel {
  #form;
  #aside;
  #toggle;
  #path = "";
  #timer = 0;

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement} aside
   */
  constructor(form, aside) {
    this.#form = form;
    this.#aside = aside;
    this.#toggle = button("本格说明", () => this.#open(Boolean(aside.hidden)), "btn btn-primary panel-toggle");
    this.#toggle.setAttribute("aria-controls", aside.id);
    aside.before(this.#toggle);
    form.classList.add("with-panel");
    ROOM.addListener(() => this.#place());
    MUCH_ROOM.addListener(() => this.#place());
    this.#place();
    form.addEventListener("focusin", ({ target }) => {
      if (target instanceof Element && isCell(form, target)) {
        this.#follow(target.name);
      }
    });
    listen(form, "filling:saved", () => this.#renew());
    aside.addEventListener("submit", (event) => this.#store(event));
    aside.addEventListener("change", ({ target }) => target instanceof HTMLTextAreaElement && target.form?.requestSubmit());
    aside.addEventListener("keydown", ({ key }) => key === "Escape" && this.#leave());
    aside.addEventListener("click", ({ target }) => target instanceof HTMLElement && this.#pressed(target));
  }

  #place() {
    const isWide = this.#form.querySelector(".official-table.wide") !== null;
    const isBeside = isWide ? MUCH_ROOM.matches : ROOM.matches;
    this.#aside.parentElement?.classList.toggle("beside", isBeside);
    this.#open(isBeside && localStorage.getItem(KEPT_OPEN) !== "no", { isChosen: false });
  }

  #open(/** @type {boolean} */ isOpen, { isChosen } = { isChosen: true }) {
    this.#aside.hidden = !isOpen;
    this.#toggle.setAttribute("aria-expanded", String(isOpen));
    this.#aside.parentElement?.classList.toggle("open", isOpen);
    if (isChosen) {
      localStorage.setItem(KEPT_OPEN, isOpen ? "yes" : "no");
    }
    if (isOpen) {
      this.#aside.childElementCount || this.#aside.append(element("p", "hint", "点一个单元格，这里显示它的口径、上年数、检查结果和修改记录。"));
      this.#renew();
    }
  }

  #follow(/** @type {string} */ path) {
    if (path !== this.#path) {
      this.#path = path;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#renew(), WAIT);
    }
  }

  async #renew() {
    const path = this.#path;
    if (!path || this.#aside.hidden || this.#isBusy()) {
      return;
    }
    const about = aboutIn(await ask(this.#address(path), {}));
    if (about && path === this.#path && !this.#isBusy()) {
      this.#draw(about);
    }
  }

  // Nothing replaces a box while a reason is being typed or stored in it, or was refused; nor a button between its press and its release.
  #isBusy() {
    const box = document.activeElement;
    const isTyping = box instanceof HTMLTextAreaElement && this.#aside.contains(box);
    return isTyping || this.#aside.matches(".storing, :active") || this.#aside.querySelector("[aria-invalid], .message.error") !== null;
  }

  async #store(/** @type {SubmitEvent} */ event) {
    const { target: asked } = event;
    event.preventDefault();
    if (!(asked instanceof HTMLFormElement) || this.#aside.matches(".storing")) {
      return;
    }
    this.#aside.classList.add("storing");
    const sent = typedIn(asked);
    const about = aboutIn(await ask(asked.getAttribute("action") ?? "", { method: "POST", body: sent }));
    this.#aside.classList.remove("storing");
    const refusal = about ? about.querySelector(":scope > .message.error")?.textContent : NOT_STORED;
    tell(asked, refusal ?? "");
    if (!about || refusal) {
      return;
    }
    send(this.#form, "filling:explained", null);
    if (String(typedIn(asked)) !== String(sent)) {
      one(asked, "[name=revision]", HTMLInputElement).value = all(about, "[name=revision]", HTMLInputElement)[0]?.value ?? "";
      asked.requestSubmit();
      return;
    }
    this.#draw(about);
    about.dataset.path === this.#path || this.#renew();
  }

  #draw(/** @type {HTMLElement} */ about) {
    const now = document.adoptNode(about);
    now.querySelector("h2")?.after(...this.#hint(now.dataset.path ?? ""));
    if (this.#aside.innerHTML !== now.outerHTML) {
      this.#aside.replaceChildren(now);
    }
  }

  // How the cell's text was read, or the suggested score with its reason, which the sheet keeps out of sight.
  #hint(/** @type {string} */ path) {
    const [hint] = all(this.#form, `.cell-hint[id="${CSS.escape(path)}.hint"]`, HTMLElement);
    const suggested = hint?.querySelector("button");
    const told = hint?.textContent?.trim();
    /** @type {HTMLElement[]} */
    const drawn = told ? [element("p", "read-as", told)] : [];
    if (suggested) {
      drawn.push(button(`填${suggested.textContent}`, () => suggested.click(), "btn btn-secondary"));
    }
    return drawn;
  }

  // The panel may still show the cell that had the focus before: a press is about what is shown.
  #pressed(/** @type {HTMLElement} */ target) {
    const shown = all(this.#aside, ".about-cell", HTMLElement)[0]?.dataset.path ?? "";
    const input = inputOf(this.#form, shown);
    if (target.matches(".take-last-year") && input) {
      write(input, target.dataset.text ?? "");
      input.focus();
    } else if (shown !== this.#path) {
      this.#renew();
    }
  }

  #leave() {
    inputOf(this.#form, this.#path)?.focus();
  }

  #address(/** @type {string} */ path) {
    return `${this.#aside.dataset.url}?path=${encodeURIComponent(path)}`;
  }
}

// What the server tells about a cell; undefined if it was not our server that answered.
function aboutIn(/** @type {{ status: number, text: string }} */ { status, text }) {
  const { body } = new DOMParser().parseFromString(text, "text/html");
  return [200, 409, 422].includes(status) ? all(body, ".about-cell", HTMLElement)[0] : undefined;
}

function typedIn(/** @type {HTMLFormElement} */ form) {
  return new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

// Why a reason was not stored, below it; "" takes it away.
function tell(/** @type {HTMLFormElement} */ form, /** @type {string} */ words) {
  form.querySelector(".message")?.remove();
  if (words) {
    const told = element("p", "message error", words);
    told.setAttribute("role", "alert");
    form.append(told);
  }
}
