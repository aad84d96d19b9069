// Saves what is typed, by itself: only changed cells, one request at a time. A cell counts as saved when the server has answered that it is
// stored; until then it is kept in the browser, and sent again after a broken connection, a reload or a new sign-in.

import { whoIsSignedIn } from "../forms/session.js";
import { CUT } from "./answers.js";
import { choose, forget, offerUndecided, showLost, tellReplaced } from "./choices.js";
import { post, TIMES } from "./line.js";
import { Others } from "./others.js";
import { Queue } from "./queue.js";
import { signInAgain } from "./signin.js";
import { wordsOf } from "./status.js";
import { drawer, ownName, tabDrawer, tabName } from "./storage.js";

const NOT_CELLS = ["csrfmiddlewaretoken", "revision", "action"];
const TRIES = 5;
const HELD = "网络设备拒绝了这段文字，没有保存。会自动重试；也可以换个说法，或请网络管理员放行。";

let form;
let kept;
let queue;
let others;
let heard;
let savedAt = "";
let sending = null;
let timer = 0;
let failures = 0;
let renewals = 0;
let trouble = "";
let isStopped = false;
let isPassing = false;

export function start(theForm) {
  form = theForm;
  const name = ownName("filling", form.dataset.cells);
  kept = drawer(name);
  // The revision that the page before this one was told last; once only, so that a page is not asked for anew for ever.
  heard = tabDrawer(name);
  queue = new Queue(Number(form.elements.revision.value), kept, tabName());
  const isDrawnBefore = heard.get() > queue.revision && !form.dataset.left;
  heard.put(null);
  if (form.dataset.left === "clashes") {
    leaveToThePerson();
    return;
  }
  // What an input method is still composing is nobody's text yet.
  form.addEventListener("input", (event) => isCell(event.target) && !event.isComposing && typed(event.target));
  form.addEventListener("compositionend", (event) => isCell(event.target) && typed(event.target));
  form.addEventListener("change", (event) => isCell(event.target) && queue.has(event.target.name) && go());
  form.addEventListener("focusout", () => !queue.isEmpty && go());
  form.addEventListener("submit", flushFirst);
  form.addEventListener("formdata", leaveOutWhatIsNotSent);
  addEventListener("online", go);
  addEventListener("pagehide", go);
  document.addEventListener("signing-out", ({ detail }) => detail.push(flush()));
  addEventListener("pageshow", () => {
    isPassing = false;
  });
  document.addEventListener("visibilitychange", () => document.hidden && go());
  addEventListener("beforeunload", (event) => !queue.isEmpty && !kept.isWorking && event.preventDefault());
  others = new Others(form, queue, { inputOf, takeTheirs, isBusy: () => sending !== null || isStopped, heardOf });
  restore();
  if (isDrawnBefore) {
    location.reload();
  }
}

// Sends what is unsent. Gives whether the server has everything that it can take; texts that can't be read stay on the page.
export async function flush() {
  clearTimeout(timer);
  for (;;) {
    const outcome = await (sending ?? begin(send));
    if (outcome !== "sent") {
      const { clashes, lost, held } = queue.counts;
      return outcome === "idle" && !clashes && !lost && !held;
    }
  }
}

/**
 * Sends what changes the rows of the page, which is then left: `body` gives it for the revision that the page shows. Tries again where no
 * answer came. Gives the answer, null where something typed could not be saved first.
 */
export async function postRows(body) {
  if (form.dataset.left === "clashes" || !(await flush())) {
    return null;
  }
  return begin(() => postUntilAnswered(body(queue.revision)));
}

async function postUntilAnswered(body) {
  for (let tries = 1; ; tries += 1) {
    say("正在保存…");
    const answer = await post(form, { ...body, again: tries > 1 });
    const isToBeTried = tries < TRIES && (answer.kind === "none" || (answer.kind === "signed_out" && (await isSignedInAgain())));
    if (!isToBeTried) {
      show();
      return answer;
    }
    if (answer.kind === "none") {
      say(`未保存：${retrying(answer.why)}`);
      await new Promise((resolve) => setTimeout(resolve, pause(tries, answer.wait)));
    }
  }
}

function retrying(why) {
  return `${why}，将自动重试`;
}

function pause(failed, wait) {
  return Math.max(TIMES.retry[Math.min(failed, TIMES.retry.length) - 1], wait);
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
  const undecided = queue.restore();
  for (const input of [...form.elements].filter((one) => isCell(one) && queue.has(one.name) && !early.includes(one))) {
    const { text } = queue.get(input.name);
    if (input.value !== text) {
      input.value = text;
      input.classList.add("restored");
      input.title = "未保存的内容已恢复";
    }
  }
  early.forEach(typed);
  if (form.dataset.left === "errors") {
    [...form.elements].filter((input) => isCell(input) && !queue.has(input.name)).forEach((input) => queue.type(input.name, input.value));
  }
  undecided.forEach(offer);
  if (!queue.isEmpty) {
    go();
  }
}

// A text of a window that was closed before its person chose: it waits for them, and keeps nothing else from being saved.
function offer({ key, path, text }) {
  const input = inputOf(path);
  if (!input || input.value === text) {
    kept.remove(key);
    return;
  }
  const done = () => {
    kept.remove(key);
    forget(input);
  };
  offerUndecided(input, text, {
    mine: () => {
      done();
      put(input, text);
    },
    dismiss: done,
  });
}

// What the page came with: a fast hand types into it before this module runs.
function drawnIn(input) {
  return input.options ? ([...input.options].find((one) => one.defaultSelected) ?? input.options[0]).value : input.defaultValue;
}

function typed(input) {
  const path = input.name;
  const clash = queue.get(path)?.clash;
  queue.type(path, wellFormed(input.value));
  if (clash) {
    tellReplaced(input, clash, () => takeTheirs(path, clash.theirs));
  }
  others.typed(input);
  sendAfter(TIMES.settle);
  if (!trouble) {
    say("正在保存…");
  }
}

function wellFormed(text) {
  return text.toWellFormed?.() ?? text;
}

function sendAfter(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(go, milliseconds);
}

// Sends until nothing is left to send. Nobody waits for it: what can go wrong is shown.
function go() {
  if (!sending && !isStopped && form.isConnected) {
    flush();
  }
}

function begin(act) {
  sending = act().finally(() => {
    sending = null;
  });
  return sending;
}

// "sent": answered; "idle": nothing to send; "failed".
async function send() {
  const batch = queue.next();
  if (!batch) {
    show();
    return "idle";
  }
  if (!trouble) {
    say("正在保存…");
  }
  const answer = await post(form, batch);
  return (ON_ANSWER[answer.kind] ?? noAnswer)(batch, answer);
}

const ON_ANSWER = { saved, signed_out: signedOut, outdated: lose, refused, gone: refused };

function lineWorks() {
  failures = 0;
  trouble = "";
  queue.answered(Date.now() + TIMES.held);
}

function saved(batch, answer) {
  renewals = 0;
  lineWorks();
  const taken = heardOf(batch, answer);
  savedAt = answer.saved_at;
  taken.choices.forEach(([path, choice]) => leaveToChoose(path, choice));
  for (const path of taken.lost.filter((one) => queue.get(one).restored && inputOf(one))) {
    inputOf(path).value = inputOf(path).defaultValue;
  }
  if (answer.stranded.length) {
    showLost(form, answer.stranded, forgetLost);
  }
  return "sent";
}

function leaveToChoose(path, choice) {
  const input = inputOf(path);
  if (input) {
    choose(input, choice, { mine: () => insist(path), theirs: () => takeTheirs(path, choice.theirs) });
  } else {
    // Kept from a page that had this cell.
    queue.refuse({ cells: { [path]: choice.mine } });
    showLost(form, [{ path, name: choice.name, text: choice.mine }], forgetLost);
  }
}

// What an answer says of the page, whether to a save or to a look at what others did.
function heardOf(batch, answer) {
  const taken = queue.take(batch, answer);
  const held = Object.fromEntries(queue.held.map((path) => [path, HELD]));
  form.dispatchEvent(new CustomEvent("filling:saved", { detail: { ...answer, unreadable: { ...answer.unreadable, ...queue.faults, ...held } } }));
  unmarkRestored(Object.keys(batch.cells));
  heard.put(answer.revision);
  others.show(taken, Object.keys(batch.cells), answer.company);
  // A page whose rows have moved posts on the revision that it shows, so that the server can tell.
  if (!queue.hasMoved) {
    form.elements.revision.value = queue.revision;
  }
  if (queue.isEmpty && !sending) {
    show();
  }
  return taken;
}

function unmarkRestored(paths) {
  for (const input of paths.filter((path) => !queue.has(path)).map(inputOf).filter((one) => one?.matches(".restored"))) {
    input.classList.remove("restored");
    input.removeAttribute("title");
  }
}

function insist(path) {
  const input = inputOf(path);
  forget(input);
  input.focus();
  queue.insist(path);
  sendAfter(0);
}

function takeTheirs(path, text) {
  queue.drop(path);
  const input = inputOf(path);
  forget(input);
  put(input, text);
}

function put(input, text) {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.focus();
}

// What the server does not take for cells of this step (any more) is shown, to be copied.
function lose(batch) {
  lineWorks();
  const lost = queue.refuse(batch).map((path) => {
    return { path, name: inputOf(path)?.getAttribute("aria-label") ?? path, text: queue.get(path).text };
  });
  showLost(form, lost, forgetLost);
  return "sent";
}

function forgetLost(paths) {
  paths.forEach((path) => queue.drop(path));
  show();
}

// The server says that the session is not this person's; a page from before the last sign-in only needs its new token.
async function signedOut(batch) {
  const who = await whoIsSignedIn();
  const isSame = who === document.body.dataset.user;
  if (who === undefined || (isSame && renewals > 0)) {
    return noAnswer(batch, { kind: "none", isRefusal: false, why: CUT, wait: 0 });
  }
  renewals += 1;
  if (isSame) {
    return "sent";
  }
  say("未保存：登录已过期");
  if (await signInAgain()) {
    return "sent";
  }
  stop("登录已过期，按“保存”可以重新登录");
  return "failed";
}

async function isSignedInAgain() {
  say("未保存：登录已过期");
  return signInAgain();
}

function refused(batch, answer) {
  lineWorks();
  queue.unsend(batch);
  stop(answer.message);
  return "failed";
}

function stop(why) {
  isStopped = true;
  trouble = why;
  show();
}

// Nothing came, or nothing of ours: the line is cut, or some device answers in the server's place, to everything or to one text.
function noAnswer(batch, { isRefusal = true, why = CUT, wait = 0 }) {
  failures += 1;
  const isDoubtful = isRefusal || queue.isSearching || failures > 1;
  queue.failed(batch, isDoubtful);
  if (isDoubtful && queue.isSearching && failures === 1 && !wait) {
    return "sent";
  }
  trouble = retrying(why);
  show();
  sendAfter(pause(failures, wait));
  return "failed";
}

function show() {
  say(wordsOf({ trouble, counts: queue.counts, hasMoved: queue.hasMoved, savedAt, told: others.told }));
  const { heldUntil } = queue;
  if (!trouble && heldUntil) {
    sendAfter(Math.max(heldUntil - Date.now(), 0));
  }
}

function say(text) {
  const status = form.querySelector(".save-bar [role=status]");
  if (text && status.textContent !== text) {
    status.textContent = text;
  }
}

// A button posts the form as without this module, after everything typed is saved. Other buttons than 保存 need not wait for a text that the
// network refuses: it stays in the browser, and is not sent with the form.
async function flushFirst(event) {
  if (isPassing) {
    return;
  }
  event.preventDefault();
  isStopped = false;
  queue.release();
  const isFlushed = await flush();
  // A form can't be submitted again while its submit event is still on its way.
  await new Promise((resolve) => setTimeout(resolve));
  const { clashes, lost, held } = queue.counts;
  const isAllButHeld = held > 0 && !trouble && !clashes && !lost && event.submitter?.value !== "save";
  if (isFlushed || isAllButHeld) {
    isPassing = true;
    form.requestSubmit(event.submitter);
  } else {
    (form.querySelector(".cell-choice.undecided button") ?? document.querySelector(".lost button"))?.focus();
  }
}

function leaveOutWhatIsNotSent(event) {
  const { held } = queue;
  for (const name of [...event.formData.keys()]) {
    if (!NOT_CELLS.includes(name) && (!queue.has(name) || held.includes(name))) {
      event.formData.delete(name);
    }
  }
}
