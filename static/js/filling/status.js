// The line that says whether everything is saved, and if not, why and what happens next. Pure.

/**
 * @import { PendingCells } from "./pending.js"
 *
 * @typedef {{ own: number, others: number }} Elsewhere How many cells the person has changed in another window, and how many others have changed.
 */

/**
 * @param {object} standing
 * @param {string} standing.trouble why nothing is being saved; "" while all is well
 * @param {PendingCells["counts"]} standing.counts
 * @param {boolean} standing.hasMovedRows
 * @param {string} standing.savedAt
 * @param {Elsewhere} standing.changedElsewhere
 */
export function wordsOf({ trouble, counts, hasMovedRows, savedAt, changedElsewhere }) {
  const { clashes, own, lost, unreadable, held } = counts;
  if (trouble) {
    return `未保存：${trouble}`;
  }
  if (clashes) {
    const whose = own === clashes ? "您在另一个窗口" : own ? "另外" : "别人";
    return `未保存：有 ${clashes} 处与${whose}的改动不同，请在单元格下选择`;
  }
  if (lost) {
    return `未保存：有 ${lost} 处内容没有填入表中`;
  }
  if (unreadable) {
    return `未保存：有 ${unreadable} 处无法识别`;
  }
  if (held) {
    return `未保存：网络设备拒绝了 ${held} 处文字，已标在单元格下，其余照常保存`;
  }
  return savedAt && `已保存 ${savedAt}${hasMovedRows ? "。有几行已被增删或移动，请重新打开这一步" : changed(changedElsewhere)}`;
}

function changed(/** @type {Elsewhere} */ { others, own }) {
  const said = [others && `别人另改了 ${others} 处`, own && `您在另一个窗口改了 ${own} 处`].filter(Boolean);
  return said.length ? `。${said.join("，")}，已标在单元格下` : "";
}
