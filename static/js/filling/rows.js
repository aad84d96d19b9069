// Rows that come and go with a pasted block: all of it or nothing, and the page is then drawn anew.

import { send } from "./events.js";
import { postRows } from "./saving.js";

/** @typedef {Omit<import("./events.js").AddedRows, "revision">} Rows */

/** @type {HTMLFormElement} */
let form;

export function start(/** @type {HTMLFormElement} */ theForm) {
  form = theForm;
}

// Adds rows and fills in cells (named as they are with the new rows). Gives why it was not done, "" when it was.
export function addRows(/** @type {Rows} */ { list, count, cells }) {
  return change((revision) => ({ revision, cells, add: { list, count } }), { list, count, cells });
}

// Takes back what `addRows` did when it made `revision`.
export function takeBackRows(/** @type {import("./events.js").AddedRows} */ { list, count, cells, revision }) {
  return change(() => ({ revision, cells: {}, take_back: { list, count } }), { list, count, cells });
}

async function change(body, rows) {
  const answer = await postRows(body);
  if (answer?.kind !== "rows") {
    return answer ? why(answer) : "这一页还有内容没有保存，请先处理，再试一次。";
  }
  send(form, "filling:redrawing", { ...rows, revision: answer.revision });
  // A page that came as the answer to a form is asked for anew, not sent again.
  history.replaceState(null, "", `#${Object.keys(rows.cells)[0]}`);
  location.reload();
  return "";
}

function why({ kind, unreadable = {}, message }) {
  const said = kind === "signed_out" ? "登录已过期。" : "网络中断，或者网络设备拦截了这些内容。请刷新页面，看看表中的行，再试一次。";
  return Object.values(unreadable)[0] ?? message ?? said;
}
