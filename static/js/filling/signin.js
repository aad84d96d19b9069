// When a session has ended while somebody was typing, asks for the password in place, so that the page and its texts stay.

import { one } from "../dom.js";
import { askSession, whoIsSignedIn } from "../forms/session.js";
import { ask as askFor, pageIn } from "./transport.js";

const { user = "", signIn: address = "" } = document.body.dataset;
const CUT = "网络中断，请稍后再试。";
/** @type {Promise<boolean> | null} */
let asking = null;

// Whether this page's person, and nobody else, is signed in (again). People whose session continues are not asked for a password.
export function signInAgain() {
  const answer = asking ?? askUnlessSignedIn().finally(() => {
    asking = null;
  });
  asking = answer;
  return answer;
}

async function askUnlessSignedIn() {
  return (await whoIsSignedIn()) === user || ask();
}

/** @returns {Promise<boolean>} */
function ask() {
  const dialog = document.createElement("dialog");
  dialog.className = "sign-in-again";
  dialog.setAttribute("aria-labelledby", "sign-in-again");
  dialog.innerHTML = `<form method="dialog"><h2 id="sign-in-again">登录已过期</h2>
    <p>您填写的内容都还在这一页上。请输入密码，登录后接着保存。</p>
    <p class="user">用户名：<b></b></p>
    <label class="form-label" for="sign-in-again-password">密码</label>
    <input class="form-control" id="sign-in-again-password" type="password" autocomplete="current-password" required>
    <p class="field-error" role="alert"></p>
    <p class="buttons"><button class="btn btn-primary">登录并继续保存</button> <button class="btn btn-secondary" type="button">稍后</button></p></form>`;
  one(dialog, "b", HTMLElement).textContent = user;
  document.body.append(dialog);
  const before = document.activeElement;
  const password = one(dialog, "input", HTMLInputElement);
  return new Promise((resolve) => {
    let isDone = false;
    one(dialog, "form", HTMLFormElement).addEventListener("submit", async (event) => {
      event.preventDefault();
      const fault = await signIn(password.value);
      isDone = !fault;
      one(dialog, "[role=alert]", HTMLElement).textContent = fault;
      if (isDone) {
        dialog.close();
      } else {
        password.select();
      }
    });
    one(dialog, "button[type=button]", HTMLButtonElement).addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      before instanceof HTMLElement && before.focus();
      resolve(isDone);
    });
    dialog.showModal();
  });
}

// What went wrong, in words; "" if signed in. Only a page of ours counts, because a redirect may come from some device.
async function signIn(/** @type {string} */ password) {
  const before = await askSession();
  if (!before) {
    return CUT;
  }
  const body = new URLSearchParams({ username: user, password, csrfmiddlewaretoken: before.token });
  const { status, text } = await askFor(address, { method: "POST", body });
  if ((await whoIsSignedIn()) === user) {
    return "";
  }
  if (!pageIn(status, text)) {
    return CUT;
  }
  return status === 429 ? "密码输错次数过多，请过一会儿再试。" : "密码不正确，请重新输入（区分大小写）。";
}
