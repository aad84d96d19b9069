// Saves what is typed, by itself: only changed cells, one request at a time. A cell counts as saved when the server has answered that it is
// stored; until then it is kept in the browser, and sent again after a broken connection, a reload or a new sign-in.

import { choose, forgetChoice, markRestored, showLost, tellOther } from "./answer.js";
import { signInAgain } from "./signin.js";
import { drawer, tabDrawer } from "./storage.js";

const NOT_CELLS = ["csrfmiddlewaretoken", "revision", "action"];
const KEEPALIVE_LIMIT = 60_000;
// Milliseconds; tests shorten them.
const TIMES = { settle: 800, answer: 20_000, retry: [1_000, 2_000, 5_000, 10_000, 30_000], ...window.fillingTimes };

// By path: { text, base: the revision that the text rests on, sent: the text of a request without an answer, unreadable: a text that the
// server could not read, why: what it said of it, clash, lost: its row is gone, restored }.
const pending = new Map();
// Cells that rest on another revision than the page, by path; sequences of rows that no longer stand where the page shows them.
const rests = new Map();
const movedRows = new Map();
// Cells that others changed and this page does not show, and says so.
const told = new Set();

let form;
let kept;
let heard;
let revision;
let savedAt = "";
let sending = null;
let timer = 0;
let failures = 0;
let trouble = "";
let isStopped = false;
let isPassing = false;

export function start(theForm) {
  form = theForm;
  revision = Number(form.elements.revision.value);
  const name = `filling ${form.dataset.user} ${form.dataset.cells}`;
  kept = drawer(name);
  // The revision that the page before this one was told last; once only, so that a page is not asked for anew for ever.
  heard = tabDrawer(name);
  const isDrawnBefore = heard.get() > revision && !form.dataset.left;
  heard.put(null);
  if (form.dataset.left === "clashes") {
    leaveToThePerson();
    return;
  }
  // What an input method is still composing is nobody's text yet.
  form.addEventListener("input", (event) => isCell(event.target) && !event.isComposing && typed(event.target));
  form.addEventListener("compositionend", (event) => isCell(event.target) && typed(event.target));
  form.addEventListener("change", (event) => isCell(event.target) && pending.has(event.target.name) && go());
  form.addEventListener("focusout", () => pending.size && go());
  form.addEventListener("submit", flushFirst);
  form.addEventListener("formdata", leaveOutWhatIsSaved);
  addEventListener("online", go);
  addEventListener("pagehide", go);
  addEventListener("pageshow", () => {
    isPassing = false;
  });
  document.addEventListener("visibilitychange", () => document.hidden && go());
  addEventListener("beforeunload", (event) => pending.size && !kept.isWorking && event.preventDefault());
  restore();
  if (isDrawnBefore) {
    location.reload();
  }
}

// Sends what is unsent. Gives whether the server has everything that it can take; texts that can't be read stay on the page.
export async function flush() {
  clearTimeout(timer);
  for (;;) {
    const outcome = await (sending ?? begin());
    if (outcome !== "sent") {
      return outcome === "idle" && ![...pending.values()].some((cell) => cell.clash || cell.lost);
    }
  }
}

// Adds rows and fills in cells (named as they are with the new rows), all or nothing; the page is then drawn anew. Gives why it was not
// done, "" when it was.
export function addRows({ list, count, cells }) {
  return changeRows(() => ({ revision, cells, add: { list, count } }), { list, count, cells });
}

// Takes back what `addRows` did when it made `revision`.
export function takeBackRows({ list, count, cells, revision: made }) {
  return changeRows(() => ({ revision: made, cells: {}, take_back: { list, count } }), { list, count, cells });
}

async function changeRows(body, rows) {
  if (form.dataset.left === "clashes" || !(await flush())) {
    return "这一页还有内容没有保存，请先处理，再试一次。";
  }
  let { status, answer } = await post(body());
  if (isSignedOut(status, answer) && (await signInAgain(form.dataset.user, answer?.sign_in ?? form.dataset.signIn))) {
    ({ status, answer } = await post(body()));
  }
  if (status !== 200) {
    return Object.values(answer?.unreadable ?? {})[0] ?? answer?.message ?? "网络中断，请刷新页面，看看表中的行，再试一次。";
  }
  form.dispatchEvent(new CustomEvent("filling:redrawing", { detail: { ...rows, revision: answer.revision } }));
  // A page that came as the answer to a form is asked for anew, not sent again.
  history.replaceState(null, "", `#${Object.keys(rows.cells)[0]}`);
  location.reload();
  return "";
}

function isSignedOut(status, answer) {
  return status === 401 || (status === 403 && !answer);
}

function isCell(element) {
  return element.form === form && element.name && !NOT_CELLS.includes(element.name);
}

function inputOf(path) {
  const found = form.elements.namedItem(path);
  return found && isCell(found) ? found : null;
}

// A page that shows what a save left undecided is saved by its button only.
function leaveToThePerson() {
  let isChanged = true;
  for (const input of form.elements) {
    if (isCell(input)) {
      kept.remove(input.name);
    }
  }
  form.addEventListener("submit", () => {
    isChanged = false;
  });
  addEventListener("beforeunload", (event) => isChanged && event.preventDefault());
}

function restore() {
  const early = [...form.elements].filter((input) => isCell(input) && input.value !== drawnIn(input));
  for (const [path, cell] of Object.entries(kept.all())) {
    const input = inputOf(path);
    if (input && input.value !== cell.text && !early.includes(input)) {
      input.value = cell.text;
      input.dispatchEvent(new Event("filling:restored", { bubbles: true }));
      markRestored(input);
    }
    pending.set(path, { ...cell, restored: true });
  }
  early.forEach(typed);
  if (form.dataset.left === "errors") {
    for (const input of form.elements) {
      if (isCell(input) && !pending.has(input.name)) {
        keep(input.name, { text: input.value, base: revision });
      }
    }
  }
  if (pending.size) {
    go();
  }
}

// What the page came with: a fast hand types into it before this module runs.
function drawnIn(input) {
  return input.options ? ([...input.options].find((one) => one.defaultSelected) ?? input.options[0]).value : input.defaultValue;
}

function typed(input) {
  const path = input.name;
  const cell = pending.get(path);
  keep(path, { ...cell, text: wellFormed(input.value), base: cell?.base ?? baseOf(path) });
  clearTimeout(timer);
  timer = setTimeout(go, TIMES.settle);
  if (!trouble) {
    say("正在保存…");
  }
}

function wellFormed(text) {
  return text.toWellFormed?.() ?? text;
}

function baseOf(path) {
  for (const [sequence, base] of movedRows) {
    if (path.startsWith(`${sequence}.`)) {
      return base;
    }
  }
  return rests.get(path) ?? revision;
}

function keep(path, cell) {
  pending.set(path, cell);
  const { clash, lost, restored, ...stored } = cell;
  kept.put(path, stored);
}

function drop(path) {
  kept.remove(path, pending.get(path)?.text);
  pending.delete(path);
}

// Sends until nothing is left to send. Nobody waits for it: what can go wrong is shown.
function go() {
  if (!sending && !isStopped && form.isConnected) {
    flush();
  }
}

function begin() {
  sending = send().finally(() => {
    sending = null;
  });
  return sending;
}

// "sent": answered; "idle": nothing to send; "failed".
async function send() {
  const batch = nextBatch();
  if (!batch) {
    show();
    return "idle";
  }
  trouble = "";
  say("正在保存…");
  const { status, answer } = await post(batch);
  failures = status ? 0 : failures + 1;
  if (status === 200 || status === 409) {
    take(batch, answer);
    return "sent";
  }
  if (isSignedOut(status, answer)) {
    return signedOut(answer);
  }
  if (status === 400) {
    lose(batch);
    return "sent";
  }
  if (status) {
    refused(batch, answer?.message ?? "这一步已打不开，请复制您填写的内容后重新打开");
  } else {
    waitAndRetry();
  }
  return "failed";
}

// The cells to send next: those of a request without an answer exactly as they were, else all changed ones that rest on the same revision.
function nextBatch() {
  const cells = [...pending].filter(([, cell]) => !cell.clash && !cell.lost);
  const unanswered = cells.filter(([, cell]) => cell.sent !== undefined);
  const again = unanswered.length > 0;
  const due = again ? unanswered : cells.filter(([, cell]) => cell.text !== cell.unreadable);
  if (!due.length) {
    return null;
  }
  const base = Math.min(...due.map(([, cell]) => cell.base));
  const batch = { revision: base, cells: {}, again };
  for (const [path, cell] of due.filter(([, cell]) => cell.base === base)) {
    batch.cells[path] = cell.sent ?? cell.text;
    keep(path, { ...cell, sent: batch.cells[path] });
  }
  return batch;
}

// Status 0: no answer came, or one that says nothing about what was sent.
async function post(batch) {
  const body = JSON.stringify(batch);
  try {
    const response = await fetch(form.dataset.cells, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      keepalive: body.length * 3 < KEEPALIVE_LIMIT,
      signal: giveUpAfter(TIMES.answer),
    });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = isJson ? await response.json() : null;
    return response.status >= 500 ? { status: 0 } : { status: response.status, answer };
  } catch {
    return { status: 0 };
  }
}

// As AbortSignal.timeout does, which browsers have only since 2022.
function giveUpAfter(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}

function take(batch, answer) {
  const clashes = new Map(answer.clashes.map((clash) => [clash.path, clash]));
  const stranded = new Set(answer.stranded.map(({ path }) => path));
  for (const [path, text] of Object.entries(batch.cells)) {
    settle(path, text, answer, clashes.get(path), stranded.has(path));
  }
  for (const [path, cell] of pending) {
    if (cell.base === batch.revision && !clashes.has(path) && !(path in answer.others) && !isMoved(path, answer)) {
      keep(path, { ...cell, base: answer.revision });
    }
  }
  heard.put(answer.revision);
  savedAt = answer.saved_at;
  const unreadable = [...pending].filter(([, cell]) => cell.text === cell.unreadable).map(([path, cell]) => [path, cell.why]);
  const detail = { ...answer, unreadable: { ...answer.unreadable, ...Object.fromEntries(unreadable) } };
  form.dispatchEvent(new CustomEvent("filling:saved", { detail }));
  if (batch.revision === revision) {
    advance(answer);
  }
  if (answer.stranded.length) {
    showLost(form, answer.stranded, forget);
  }
}

function settle(path, text, answer, clash, isStranded) {
  const { sent, ...cell } = pending.get(path);
  if (isStranded) {
    if (cell.restored && inputOf(path)) {
      inputOf(path).value = inputOf(path).defaultValue;
    }
    keep(path, { ...cell, lost: true });
  } else if (clash) {
    told.delete(path);
    keep(path, { ...cell, clash });
    choose(inputOf(path), clash, (theirs) => decide(path, answer.revision, theirs));
  } else {
    const unreadable = path in answer.unreadable ? { unreadable: text, why: answer.unreadable[path] } : {};
    rests.delete(path);
    if (answer.revision > revision) {
      rests.set(path, answer.revision);
    }
    if (cell.text === text && !(path in answer.unreadable)) {
      drop(path);
    } else {
      keep(path, { ...cell, base: answer.revision, ...unreadable });
    }
  }
}

function isMoved(path, answer) {
  return answer.moved.some((sequence) => path.startsWith(`${sequence}.`));
}

// The page now rests on the answer's revision, except where others changed something that it does not show.
function advance(answer) {
  const before = revision;
  for (const [path, base] of rests) {
    if (base > before && base <= answer.revision) {
      rests.delete(path);
    }
  }
  for (const [path, change] of Object.entries(answer.others)) {
    const input = inputOf(path);
    if (input && input.value !== change.text && !pending.has(path) && !isMoved(path, answer)) {
      rests.set(path, before);
      told.add(path);
      tellOther(input, change, () => takeTheirs(path, change.text));
    }
  }
  for (const sequence of answer.moved) {
    movedRows.set(sequence, before);
  }
  revision = answer.revision;
  // A page whose rows have moved posts on the revision that it shows, so that the server can tell.
  if (!movedRows.size) {
    form.elements.revision.value = revision;
    form.querySelector(".save-bar .revision").textContent = `第 ${revision} 次修改`;
  }
}

function decide(path, theirRevision, theirs) {
  if (theirs !== undefined) {
    takeTheirs(path, theirs);
    return;
  }
  const { clash, ...cell } = pending.get(path);
  keep(path, { ...cell, base: theirRevision });
  clearTimeout(timer);
  timer = setTimeout(go);
}

function takeTheirs(path, text) {
  const input = inputOf(path);
  drop(path);
  rests.delete(path);
  told.delete(path);
  forgetChoice(input);
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.focus();
}

// What the server does not take for cells of this step (any more) is shown, to be copied.
function lose(batch) {
  const lost = Object.entries(batch.cells).map(([path, text]) => {
    const { sent, ...cell } = pending.get(path);
    keep(path, { ...cell, lost: true });
    return { path, name: inputOf(path)?.getAttribute("aria-label") ?? path, text };
  });
  showLost(form, lost, forget);
}

function forget(paths) {
  for (const path of paths) {
    drop(path);
  }
  show();
}

async function signedOut(answer) {
  say("未保存：登录已过期");
  if (await signInAgain(form.dataset.user, answer?.sign_in ?? form.dataset.signIn)) {
    return "sent";
  }
  isStopped = true;
  trouble = "登录已过期，按“保存”可以重新登录";
  show();
  return "failed";
}

function refused(batch, message) {
  for (const path of Object.keys(batch.cells)) {
    const { sent, ...cell } = pending.get(path);
    keep(path, cell);
  }
  isStopped = true;
  trouble = message;
  show();
}

function waitAndRetry() {
  trouble = "网络中断，将自动重试";
  show();
  clearTimeout(timer);
  timer = setTimeout(go, TIMES.retry[Math.min(failures, TIMES.retry.length) - 1] ?? TIMES.retry[0]);
}

function show() {
  const cells = [...pending.values()];
  const clashes = cells.filter((cell) => cell.clash).length;
  const lost = cells.filter((cell) => cell.lost).length;
  const unreadable = cells.filter((cell) => cell.text === cell.unreadable).length;
  if (trouble) {
    say(`未保存：${trouble}`);
  } else if (clashes) {
    say(`未保存：有 ${clashes} 处与别人的改动不同，请在单元格下选择`);
  } else if (lost) {
    say(`未保存：有 ${lost} 处内容没有填入表中`);
  } else if (unreadable) {
    say(`未保存：有 ${unreadable} 处无法识别`);
  } else if (movedRows.size) {
    say(`已保存 ${savedAt}。有几行已被别人增删或移动，请重新打开这一步`);
  } else if (savedAt) {
    say(`已保存 ${savedAt}${told.size ? `。别人另改了 ${told.size} 处，已标在单元格下` : ""}`);
  }
}

function say(text) {
  const status = form.querySelector(".save-bar [role=status]");
  if (status.textContent !== text) {
    status.textContent = text;
  }
}

// A button posts the form as without this module, after everything typed is saved.
async function flushFirst(event) {
  if (isPassing) {
    return;
  }
  event.preventDefault();
  isStopped = false;
  const isFlushed = await flush();
  // A form can't be submitted again while its submit event is still on its way.
  await new Promise((resolve) => setTimeout(resolve));
  if (isFlushed) {
    isPassing = true;
    form.requestSubmit(event.submitter);
  } else {
    (form.querySelector(".cell-choice.undecided button") ?? document.querySelector(".lost button"))?.focus();
  }
}

function leaveOutWhatIsSaved(event) {
  for (const name of [...event.formData.keys()]) {
    if (!NOT_CELLS.includes(name) && !pending.has(name)) {
      event.formData.delete(name);
    }
  }
}
