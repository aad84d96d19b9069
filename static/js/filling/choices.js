// What appears under a cell that somebody else has changed, too: a choice between two values, or a mark that says who changed it and what it
// was before; and, above the form, texts that belong to no cell. Only words and buttons: the caller decides what a choice does.

import { button, element } from "../dom.js";

/** @import { Change, Clash, Input, Stranded, Who } from "../shapes.js" */

const IN_WORDS = 60;
const ON_BUTTON = 12;

/** @type {WeakMap<Element, Set<string>>} The paths of the texts that a block shows. */
const pathsIn = new WeakMap();

/**
 * Both values of a cell, and a button for each.
 *
 * @param {Input} input
 * @param {Clash} clash
 * @param {{ mine: () => void, theirs: () => void }} acts
 */
export function choose(input, clash, { mine, theirs }) {
  const words = `您填的是${quoted(input.value)}；${clash.by} ${clash.at} 保存的是${quoted(clash.theirs)}。`;
  const buttons = [act(`保留我填的 ${brief(input.value)}`, mine), takeOver(clash, clash.theirs, theirs)];
  show(input, "cell-choice undecided", words, buttons);
}

/** Somebody else changed the cell while it has the focus, but nothing is typed: the change waits until the cell is left, or is accepted now. */
export function tellOther(/** @type {Input} */ input, /** @type {Change} */ change, /** @type {() => void} */ theirs) {
  const words = `${change.by} ${change.at} 改为${quoted(change.text)}。`;
  show(input, "cell-choice", words, [takeOver(change, change.text, theirs)]);
}

/** The person has typed over what somebody else saved, which they can still choose. */
export function tellReplaced(/** @type {Input} */ input, /** @type {Clash} */ clash, /** @type {() => void} */ theirs) {
  const words = `${clash.by} ${clash.at} 保存的${quoted(clash.theirs)}已改为您填的。`;
  show(input, "cell-choice", words, [takeOver(clash, clash.theirs, theirs)]);
}

/**
 * A text that this person typed in a window that was closed before they chose.
 *
 * @param {Input} input
 * @param {string} text
 * @param {{ mine: () => void, dismiss: () => void }} acts
 */
export function offerUndecided(input, text, { mine, dismiss }) {
  const words = `您在另一个窗口填了${quoted(text)}，没有保存。`;
  show(input, "cell-choice", words, [act(`改为 ${brief(text)}`, mine), act("不用了", dismiss)]);
}

/** Marks a cell that now shows what somebody else saved, with the text before. */
export function markChanged(/** @type {Input} */ input, /** @type {Change} */ { by, at, before }) {
  input.classList.add("changed-elsewhere");
  show(input, "cell-changed", `${by} ${at} 改，原为${quoted(before)}`, []);
  if (before.length > IN_WORDS) {
    const whole = element("details", "");
    whole.append(element("summary", "", "原来的内容"), element("p", "", before));
    boxOf(input)?.append(whole);
  }
}

/** Removes what this module shows under the cell. */
export function forget(/** @type {Element} */ input) {
  input.classList.remove("changed-elsewhere");
  boxOf(input)?.remove();
}

function boxOf(/** @type {Element} */ input) {
  return input.parentElement?.querySelector(":scope > .cell-choice, :scope > .cell-changed");
}

function show(/** @type {Input} */ input, /** @type {string} */ css, /** @type {string} */ words, /** @type {HTMLElement[]} */ buttons) {
  boxOf(input)?.remove();
  const box = element("div", css);
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent ?? "");
  box.append(element("p", "", words), ...buttons);
  input.after(box);
}

function takeOver(/** @type {Who} */ { by, is_own: isOwn }, /** @type {string} */ text, /** @type {() => void} */ theirs) {
  return act(`采用${isOwn ? "另一个窗口" : by}的 ${brief(text)}`, theirs);
}

function act(/** @type {string} */ label, /** @type {() => void} */ does) {
  return button(label, does, "btn btn-secondary btn-sm");
}

function quoted(/** @type {string} */ text) {
  return text.trim() ? `“${cut(text, IN_WORDS)}”` : "空白";
}

function brief(/** @type {string} */ text) {
  return text.trim() ? cut(text.trim().replace(/\s+/g, " "), ON_BUTTON) : "空白";
}

function cut(/** @type {string} */ text, /** @type {number} */ length) {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/**
 * Texts that stand in no cell, to be copied; `forgetTexts` is called with their paths when the person has done so.
 *
 * @param {HTMLFormElement} form
 * @param {Stranded[]} texts
 * @param {(paths: Set<string>) => void} forgetTexts
 */
export function showLost(form, texts, forgetTexts) {
  const block = document.querySelector("section.typed.lost") ?? lostBlock(form, forgetTexts);
  const paths = pathsIn.get(block) ?? new Set();
  pathsIn.set(block, paths);
  for (const { path, name, text } of texts.filter((one) => !paths.has(one.path))) {
    paths.add(path);
    const line = document.createElement("div");
    line.append(element("dt", "", name), element("dd", "", text));
    block.querySelector("dl")?.append(line);
  }
}

function lostBlock(/** @type {HTMLFormElement} */ form, /** @type {(paths: Set<string>) => void} */ forgetTexts) {
  const block = element("section", "typed lost");
  block.setAttribute("role", "alert");
  const done = button("已复制，不再显示", () => {
    forgetTexts(pathsIn.get(block) ?? new Set());
    block.remove();
  }, "btn btn-secondary");
  const hint = "这些内容所在的位置已被增删或移动，请复制后重新打开这一步，填到现在的位置。";
  block.append(element("h2", "", "没有填入表中的内容"), element("p", "hint", hint), document.createElement("dl"), done);
  form.before(block);
  return block;
}
