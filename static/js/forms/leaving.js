// Signing out: people with typed texts that the server does not have are told so, and may stay; afterwards, nothing of theirs is left in the browser.

import { one } from "../dom.js";
import { send } from "../filling/events.js";
import { ask } from "../filling/transport.js";
import { countUnsent, forgetOwn } from "../filling/storage.js";
import { forgetFiles } from "./files.js";
import { forgetTaken } from "./kept.js";
import { whoIsSignedIn } from "./session.js";

const { user, signIn = "", signOut = "" } = document.body.dataset;
// Milliseconds to wait for a save in progress.
const PATIENCE = 3_000;
const CUT = "没有退出：网络中断，或服务器暂时没有回应。请稍后再按一次“退出”。";

export function isSignOut(/** @type {HTMLFormElement} */ form) {
  return form.getAttribute("action") === signOut;
}

export async function leave(/** @type {HTMLFormElement} */ form) {
  await letSave();
  forgetTaken();
  const count = countUnsent();
  if (count && !(await confirmed(`还有 ${count} 处内容没有保存`))) {
    return;
  }
  if (await isOut(form)) {
    await forgetFiles();
    forgetOwn();
    location.replace(signIn);
  } else {
    tell(CUT);
  }
}

// A step that saves itself gets time for the texts typed last.
async function letSave() {
  if ((await whoIsSignedIn()) === user) {
    /** @type {Promise<unknown>[]} */
    const saving = [];
    send(document, "signing-out", saving);
    await Promise.race([Promise.all(saving), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  }
}

// Another person's session in this browser is left alone.
async function isOut(/** @type {HTMLFormElement} */ form) {
  if ((await whoIsSignedIn()) === user) {
    await ask(signOut, { method: "POST", body: new URLSearchParams(textsOf(form)) });
  }
  const who = await whoIsSignedIn();
  return who !== undefined && who !== user;
}

// Only texts, because the form has no files.
/** @returns {[string, string][]} */
function textsOf(/** @type {HTMLFormElement} */ form) {
  return [...new FormData(form)].map(([name, value]) => [name, String(value)]);
}

function confirmed(/** @type {string} */ words) {
  const dialog = document.createElement("dialog");
  dialog.className = "ask-first";
  dialog.setAttribute("aria-labelledby", "ask-first");
  dialog.innerHTML = `<form method="dialog"><h2 id="ask-first"></h2>
    <p>这些内容只在这个浏览器里。退出后就从这里删除，不能恢复；要保存，请留下，回到填写的那一页保存或提交。</p>
    <p class="buttons"><button class="btn btn-primary" value="">留下</button> <button class="btn btn-secondary" value="leave">删除并退出</button></p></form>`;
  one(dialog, "h2", HTMLElement).textContent = words;
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "leave");
    });
    dialog.showModal();
  });
}

function tell(/** @type {string} */ words) {
  const note = document.createElement("p");
  note.className = "message error";
  note.setAttribute("role", "alert");
  note.textContent = words;
  document.querySelector("#messages")?.replaceChildren(note);
}
