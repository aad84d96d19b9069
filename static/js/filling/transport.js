// The connection to the server: each request has a time limit, and every answer is checked before it is trusted.

import { valueOf } from "../forms/controls.js";
import { understood } from "./answers.js";

/** @import { Question } from "../shapes.js" */

// Milliseconds; tests shorten them.
export const TIMES = {
  settle: 800,
  answer: 20_000,
  retry: [1_000, 2_000, 5_000, 10_000, 30_000],
  held: 60_000,
  look: 25_000,
  company: 600_000,
  .../** @type {{ fillingTimes?: object }} */ (window).fillingTimes,
};
const KEEPALIVE_LIMIT = 60_000;
/** The header of requests that a page sends by itself, which do not keep a session open. */
export const BY_ITSELF = { headers: { "X-Asked-By-Page": "1" } };

/**
 * The answer, as text; status 0 if there is none, and for a redirect, which the endpoint never sends.
 *
 * @param {string} address
 * @param {RequestInit} options
 */
export async function ask(address, options) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMES.answer);
  try {
    const response = await fetch(address, { cache: "no-store", redirect: "manual", signal: controller.signal, ...options });
    const header = (/** @type {string} */ name) => response.headers.get(name) ?? "";
    const text = await response.text();
    return { status: response.status, type: header("Content-Type"), retryAfter: header("Retry-After"), text };
  } catch {
    return { status: 0, text: "" };
  } finally {
    clearTimeout(timer);
  }
}

/** A page of ours: whose it is ("" for nobody's) and its document; null if something else came, or nothing. */
export async function ourPage(/** @type {string} */ address) {
  const { status, text } = await ask(address, { redirect: "follow" });
  return pageIn(status, text);
}

/** As `ourPage`, for an answer that has already arrived. */
export function pageIn(/** @type {number} */ status, /** @type {string} */ text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const { user } = page.body.dataset;
  return user === undefined ? null : { status, user, page };
}

/** Sends cells; see answers.js for the result. */
export async function post(/** @type {HTMLFormElement} */ form, /** @type {Question} */ question) {
  const body = JSON.stringify(question);
  const headers = { "Content-Type": "application/json", "X-CSRFToken": valueOf(form, "csrfmiddlewaretoken") };
  const keepalive = body.length * 3 < KEEPALIVE_LIMIT;
  return understood(await ask(form.dataset.cells ?? "", { method: "POST", body, headers, keepalive }));
}

/** Asks what others have saved since `revision`. */
export async function look(/** @type {HTMLFormElement} */ form, /** @type {number} */ revision) {
  return understood(await ask(`${form.dataset.cells}?revision=${revision}`, BY_ITSELF));
}
