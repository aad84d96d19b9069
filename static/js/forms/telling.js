// What the page says about a kept form: that texts were restored, that it was not sent, and texts whose form no longer exists.

import { element } from "../dom.js";

/** @import { Found, Restored } from "../shapes.js" */

/**
 * `discard` is called with the restored texts if the person does not want them.
 *
 * @param {HTMLFormElement} form
 * @param {Restored} restored
 * @param {(restored: Restored) => void} discard
 */
export function tellRestored(form, restored, discard) {
  const last = Math.max(...restored.map(([, { at }]) => at));
  tellKept(form, `已恢复未保存的内容（${when(last)} 填写）。`, "不要这些内容", () => discard(restored));
}

export function tellFiles(/** @type {HTMLFormElement} */ form, /** @type {File[]} */ files, /** @type {number} */ at, /** @type {() => void} */ discard) {
  const names = files.map(({ name }) => name).join("、");
  tellKept(form, `已恢复 ${when(at)} 选择的文件：${names}。文件后来改过的，请重新选择。`, "不要这些文件", discard);
}

/**
 * @param {HTMLFormElement} form
 * @param {string} words
 * @param {string} verb
 * @param {() => void} discard
 */
function tellKept(form, words, verb, discard) {
  const note = element("p", "kept-note", words);
  note.setAttribute("role", "status");
  const button = element("button", "btn btn-secondary", verb);
  button.type = "button";
  button.addEventListener("click", () => {
    discard();
    note.remove();
  });
  note.append(" ", button);
  form.prepend(note);
}

/**
 * Says why a form was not sent, near its button; `act`: the label and the function of a button that helps.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 * @param {string} words
 * @param {[string, () => void]} [act]
 */
export function tellNotSent(form, submitter, words, act) {
  forgetNotSent(form);
  const note = element("p", "message error not-sent", words);
  note.setAttribute("role", "alert");
  if (act) {
    const button = element("button", "btn btn-secondary", act[0]);
    button.type = "button";
    button.addEventListener("click", act[1]);
    note.append(" ", button);
  }
  const bar = barOf(form);
  const line = submitter?.closest(".save-bar, .buttons") ?? bar;
  if (line === bar && bar) {
    bar.prepend(note);
  } else if (line && form.contains(line)) {
    line.before(note);
  } else {
    form.append(note);
  }
}

export function forgetNotSent(/** @type {HTMLFormElement} */ form) {
  (form.querySelector(".not-sent") ?? barOf(form)?.querySelector(".not-sent"))?.remove();
}

// The bar above the form that is filled in over days; no other form has one.
function barOf(/** @type {HTMLFormElement} */ form) {
  return form.id === "filling" ? document.querySelector(".save-bar") : null;
}

/**
 * Texts typed on this page into a form that it no longer shows.
 *
 * @param {Found[]} entries
 */
export function tellLeftOver(entries) {
  const block = element("section", "typed left-over");
  block.setAttribute("aria-label", "没有提交的内容");
  block.append(element("h2", "", "没有提交的内容"));
  block.append(element("p", "hint", "您在这一页填写过、还没有提交，但填写的地方现在已经没有了。需要的话请先复制下来。"));
  const list = document.createElement("dl");
  for (const { entry } of entries) {
    const line = document.createElement("div");
    line.append(element("dt", "", `${entry.label} ${when(entry.at)}`.trim()), element("dd", "", entry.text));
    list.append(line);
  }
  const button = element("button", "btn btn-secondary", "已复制，不再显示");
  button.type = "button";
  button.addEventListener("click", () => {
    for (const { kept, key } of entries) {
      kept.remove(key);
    }
    block.remove();
  });
  block.append(list, button);
  document.querySelector("#messages")?.after(block);
}

function when(/** @type {number} */ at) {
  const time = new Date(at);
  return `${time.getMonth() + 1}月${time.getDate()}日 ${time.getHours()}:${String(time.getMinutes()).padStart(2, "0")}`;
}
