// A session that ended while somebody was typing: the password is asked for in place, so that the page and what is typed in it stay.

import { ask as askFor, ourPage, pageIn } from "./line.js";

const CUT = "网络中断，请稍后再试。";
let asking = null;

/**
 * Whose the session is, of which the page at `address` tells: "same": the person's whose page this is, and its forms are fit for it;
 * "another": somebody else's, or nobody's; "unknown": no answer, or none of ours.
 */
export async function sessionOf(user, address) {
  const there = await ourPage(address);
  const token = there?.page.querySelector("main input[name=csrfmiddlewaretoken]")?.value;
  if (!token) {
    return "unknown";
  }
  if (there.user !== user) {
    return "another";
  }
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
    input.value = token;
  }
  return "same";
}

// Whether the person is signed in (again). `user` is the name that the page was opened by: nobody else goes on with it. Nobody is asked for
// a password whose session goes on.
export function signInAgain(user, address) {
  asking ??= askUnlessSignedIn(user, address).finally(() => {
    asking = null;
  });
  return asking;
}

async function askUnlessSignedIn(user, address) {
  return (await sessionOf(user, address)) === "same" || ask(user, address);
}

function ask(user, address) {
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
  dialog.querySelector("b").textContent = user;
  document.body.append(dialog);
  const before = document.activeElement;
  return new Promise((resolve) => {
    let isDone = false;
    dialog.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const password = dialog.querySelector("input");
      const fault = await signIn(user, password.value, address);
      isDone = !fault;
      dialog.querySelector("[role=alert]").textContent = fault;
      if (isDone) {
        dialog.close();
      } else {
        password.select();
      }
    });
    dialog.querySelector("button[type=button]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      before?.focus();
      resolve(isDone);
    });
    dialog.showModal();
  });
}

// What went wrong, in words; "" when signed in. Only a page of ours tells: a redirect may be some device's.
async function signIn(user, password, address) {
  const form = await ourPage(address);
  const token = form?.page.querySelector("main input[name=csrfmiddlewaretoken]")?.value;
  if (!token) {
    return CUT;
  }
  const body = new URLSearchParams({ username: user, password, csrfmiddlewaretoken: token });
  const { status, text } = await askFor(address, { method: "POST", body });
  if ((await sessionOf(user, address)) === "same") {
    return "";
  }
  if (!pageIn(status, text)) {
    return CUT;
  }
  return status === 429 ? "密码输错次数过多，请过一会儿再试。" : "密码不正确，请重新输入（区分大小写）。";
}
