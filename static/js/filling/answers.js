// Distinguishes our server's answers about cells from answers of some device on the way. Pure.
//
// Our own answers have a `kind`. Any other answer says nothing about the cells, whatever its status.

// These ask to try again later; any other 4xx may refer to what was sent.
const LATER = [408, 425, 429];
const LONGEST_WAIT = 5 * 60_000;
export const CUT = "网络中断";

/**
 * @import { Answer } from "../shapes.js"
 *
 * @typedef {{ status: number, type?: string, text?: string, retryAfter?: string }} Response
 * @typedef {(value: unknown) => boolean} Test
 */

/** @type {Test} */
const isText = (value) => typeof value === "string";
/** @type {Test} */
const isFlag = (value) => typeof value === "boolean";
/** @type {Test} */
const isNumber = (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
/** @type {(is: Test) => Test} */
const listOf = (is) => (value) => Array.isArray(value) && value.every(is);
/** @type {(is: Test) => Test} */
const mapOf = (is) => (value) => isObject(value) && Object.values(value).every(is);
/** @type {(is: Test) => Test} */
const maybe = (is) => (value) => value === undefined || is(value);
/** @type {(parts: Record<string, Test>) => Test} */
const shape = (parts) => (value) => isObject(value) && Object.entries(parts).every(([name, is]) => is(value[name]));

/** @returns {value is Record<string, unknown>} */
function isObject(/** @type {unknown} */ value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const textsByPath = mapOf(isText);
const saying = shape({ message: isText });
const change = { by: isText, at: isText, is_own: isFlag };
const meter = { code: isText, value: isText, words: isText, state: isText, shares: textsByPath };

const isStanding = shape({
  revision: isNumber,
  saved_at: isText,
  unreadable: textsByPath,
  offers: mapOf(listOf(isText)),
  read: mapOf(listOf(isText)),
  computed: textsByPath,
  notes: mapOf(listOf(listOf(isText))),
  left: mapOf(listOf(listOf(isText))),
  extras: shape({
    totals: maybe(textsByPath),
    computed_totals: maybe(listOf(isText)),
    in_wan: maybe(textsByPath),
    meters: maybe(listOf(shape(meter))),
    understood: maybe(textsByPath),
    take: maybe(textsByPath),
  }),
  fragments: maybe(textsByPath),
  company: isText,
  others: mapOf(shape({ text: isText, before: isText, ...change })),
  moved: listOf(isText),
  clashes: listOf(shape({ path: isText, name: isText, mine: isText, theirs: isText, ...change })),
  stranded: listOf(shape({ path: isText, name: isText, text: isText })),
});

// By kind: the expected status, and whether everything that will be read is there.
/** @type {Map<unknown, { statuses: number[], is: Test }>} */
const KINDS = new Map([
  ["saved", { statuses: [200, 409], is: isStanding }],
  ["rows", { statuses: [200], is: shape({ revision: isNumber }) }],
  ["unreadable", { statuses: [422], is: shape({ unreadable: textsByPath }) }],
  ["signed_out", { statuses: [401, 403], is: isObject }],
  ["outdated", { statuses: [400], is: saying }],
  ["refused", { statuses: [403], is: saying }],
  ["gone", { statuses: [404], is: saying }],
  ["too_large", { statuses: [413], is: saying }],
  ["busy", { statuses: [503], is: saying }],
]);

/**
 * The answer, if it is of one of our kinds; `same`: nothing new; otherwise `none`, with `isRefusal`: whether it may refer to what was sent,
 * `why` in words, and `wait`: how many milliseconds it asks for.
 *
 * @param {Response} response
 * @returns {Answer}
 */
export function understood({ status, type = "", text = "", retryAfter = "" }) {
  const answer = type.startsWith("application/json") ? parsed(text) : null;
  const kind = isObject(answer) ? answer.kind : undefined;
  const known = KINDS.get(kind);
  const isOurs = known?.statuses.includes(status) && known.is(answer);
  if (isOurs && kind !== "busy") {
    return /** @type {Answer} */ (answer);
  }
  if (status === 204) {
    return { kind: "same" };
  }
  const isRefusal = status >= 400 && status < 500 && !LATER.includes(status);
  return { kind: "none", isRefusal, why: isOurs ? "系统暂时不能保存" : whyNone(status), wait: asked(retryAfter) };
}

function whyNone(/** @type {number} */ status) {
  if (status === 429) {
    return "网络设备限制了次数";
  }
  if (status >= 200 && status < 300) {
    return "收到的不是本系统的回答，可能要重新登录上网认证";
  }
  return status >= 400 && status < 500 ? "网络设备拒绝了保存" : CUT;
}

/** @returns {unknown} */
function parsed(/** @type {string} */ text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// Retry-After holds seconds or a date.
function asked(/** @type {string} */ retryAfter) {
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return wait > 0 ? Math.min(wait, LONGEST_WAIT) : 0;
}
