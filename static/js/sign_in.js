// Shows the password on demand, and tells of capitals: both are the commonest reasons for a wrong password.

import { element, one } from "./dom.js";

const password = one(document, ".sign-in input[type=password]", HTMLInputElement);
const line = element("p", "beside-password");
const shows = element("input", "");
shows.type = "checkbox";
shows.id = "shows-password";
const label = element("label", "", " 显示输入内容");
label.htmlFor = shows.id;
label.prepend(shows);
const capitals = element("span", "capitals");
capitals.setAttribute("role", "status");
line.append(label, capitals);
password.after(line);

shows.addEventListener("change", () => {
  password.type = shows.checked ? "text" : "password";
});
// What is sent is never remembered as an ordinary text.
password.form?.addEventListener("submit", () => {
  password.type = "password";
});
for (const name of /** @type {const} */ (["keydown", "keyup"])) {
  password.addEventListener(name, (event) => {
    capitals.textContent = event.getModifierState("CapsLock") ? "大写锁定已打开" : "";
  });
}
