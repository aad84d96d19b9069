// Rows that come and go with a pasted block: everything or nothing, and then the page is reloaded.

import { send } from "./events.js";
import { postRows } from "./saving.js";

/** @import { AddedRows, Answer, Question, Rows } from "../shapes.js" */

/** @type {HTMLFormElement} */
let form;

export function start(/** @type {HTMLFormElement} */ theForm) {
  form = theForm;
}

// Adds rows and fills in cells (with their paths including the new rows). Returns why it was not done, or "".
export function addRows(/** @type {Rows} */ { list, count, cells }) {
  return change((revision) => ({ revision, cells, add: { list, count } }), { list, count, cells });
}

// Undoes the `addRows` that made `revision`.
export function takeBackRows(/** @type {AddedRows} */ { list, count, cells, revision }) {
  return change(() => ({ revision, cells: {}, take_back: { list, count } }), { list, count, cells });
}

/**
 * @param {(revision: number) => Question} body
 * @param {Rows} rows
 */
async function change(body, rows) {
  const answer = await postRows(body);
  if (answer?.kind !== "rows") {
    return answer ? why(answer) : "这一页还有内容没有保存，请先处理，再试一次。";
  }
  send(form, "filling:redrawing", { ...rows, revision: answer.revision });
  // A page that was the answer to a posted form is requested again, not posted again.
  history.replaceState(null, "", `#${Object.keys(rows.cells)[0]}`);
  location.reload();
  return "";
}

function why(/** @type {Answer} */ answer) {
  const said = answer.kind === "signed_out" ? "登录已过期。" : "网络中断，或者网络设备拦截了这些内容。请刷新页面，看看表中的行，再试一次。";
  const unreadable = "unreadable" in answer ? Object.values(answer.unreadable)[0] : undefined;
  return unreadable ?? ("message" in answer ? answer.message : said);
}
