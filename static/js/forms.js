// The plain forms of every page: typed texts are kept until the server has accepted them, and forms are sent only in the session of the
// person who opened the page. Without this module, they post like any other form.

import { all } from "./dom.js";
import { signInAgain } from "./filling/signin.js";
import { onSignedOutElsewhere } from "./filling/storage.js";
import { controlsOf, isKept, keyOf, posts } from "./forms/controls.js";
import { fileInput, keepFiles } from "./forms/files.js";
import { keep } from "./forms/keeping.js";
import { everything, forgetTaken, nameOf } from "./forms/kept.js";
import { isSealed, keepSealed, offerToContinue } from "./forms/sealed.js";
import { whoIsSignedIn } from "./forms/session.js";
import "./printing.js";
import { isSignOut, leave } from "./forms/leaving.js";
import { forgetNotSent, tellLeftOver, tellNotSent } from "./forms/telling.js";

/** @import { Keeper } from "./shapes.js" */

const { user, signIn = "" } = document.body.dataset;
const CUT = "没有提交：网络中断，或服务器暂时没有回应。您填写的内容都在，请稍后再按一次。";
const SIGNED_OUT = "没有提交：登录已过期。您填写的内容都在，请再按一次并登录。";

forgetTaken();
const keepers = [...document.forms].filter(isKept).map(keeperOf);
all(document, "form[data-continue]", HTMLFormElement).forEach(offerToContinue);
showLeftOver();

/** @type {Set<HTMLFormElement>} */
const asking = new Set();
let isPassing = false;

// On the document, so that a form's own listeners run first and can stop it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || isPassing || !posts(form) || isDoor(form)) {
    return;
  }
  event.preventDefault();
  if (!asking.has(form)) {
    (isSignOut(form) ? leaveBy : send)(form, event.submitter);
  }
});

addEventListener("beforeunload", (event) => {
  if (keepers.some((keeper) => keeper.isAtRisk)) {
    event.preventDefault();
    event.returnValue = ""; // needed by browsers before 2023
  }
});

// A page from the back/forward cache still shows what has been accepted since, so it is reloaded.
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    forgetTaken();
    if (keepers.some((keeper) => keeper.isTaken)) {
      // A page that was the answer to a posted form is requested again, not posted again.
      history.replaceState(null, "", location.href);
      location.reload();
    }
  }
});

onSignedOutElsewhere(() => location.replace(signIn));

/** @returns {Keeper} */
function keeperOf(/** @type {HTMLFormElement} */ form) {
  if (isSealed(form)) {
    return keepSealed(form);
  }
  return fileInput(form) ? keepFiles(form) : keep(form);
}

async function send(/** @type {HTMLFormElement} */ form, /** @type {HTMLElement | null} */ submitter) {
  asking.add(form);
  forgetNotSent(form);
  const who = await whoIsSignedIn();
  const isOwn = who === user || (who === "" && (await signInAgain()));
  asking.delete(form);
  if (isOwn) {
    pass(form, submitter);
  } else if (who) {
    const again = async () => (await signInAgain()) && send(form, submitter);
    tellNotSent(form, submitter, `没有提交：这个浏览器里现在登录的是“${who}”，这一页是“${user}”打开的。`, [`用“${user}”登录并提交`, again]);
  } else {
    tellNotSent(form, submitter, who === "" ? SIGNED_OUT : CUT);
  }
}

async function leaveBy(/** @type {HTMLFormElement} */ form) {
  asking.add(form);
  await leave(form);
  asking.delete(form);
}

function pass(/** @type {HTMLFormElement} */ form, /** @type {HTMLElement | null} */ submitter) {
  keepers.find((keeper) => keeper.form === form)?.nameForSending();
  isPassing = true;
  form.requestSubmit(submitter?.isConnected ? submitter : undefined);
  isPassing = false;
}

// Signing in needs no session.
function isDoor(/** @type {HTMLFormElement} */ form) {
  return form.getAttribute("action") === signIn;
}

function showLeftOver() {
  const shown = new Set(keepers.flatMap(({ form }) => controlsOf(form).map((control) => `${nameOf(form)} ${keyOf(control)}`)));
  const left = everything().filter(
    ({ name, key, entry }) => entry.page === location.pathname && entry.label !== undefined && entry.text?.trim() && !shown.has(`${name} ${key}`),
  );
  if (left.length) {
    tellLeftOver(left);
  }
}
