// What came back from the address of the cells, told from what a device on the way may answer in its place. Pure.
//
// Our own answers say by `kind` what they are. All else says nothing of what became of the cells, whatever its status.

// These ask to come again; any other 4xx may be meant for what was sent.
const LATER = [408, 425, 429];
const LONGEST_WAIT = 5 * 60_000;
export const CUT = "网络中断";

/**
 * @typedef {{ by: string, at: string, is_own: boolean }} Who
 * @typedef {Who & { text: string, before: string }} Change
 * @typedef {Who & { path: string, name: string, mine: string, theirs: string }} Clash
 * @typedef {{ path: string, name: string, text: string }} Stranded
 * @typedef {{ code: string, value: string, words: string, state: string }} Meter
 * @typedef {string[]} Note its tone, its text and, where it is about places, their quotes
 *
 * @typedef {object} Extras
 * @property {Record<string, string>} [totals]
 * @property {string[]} [computed_totals]
 * @property {Record<string, string>} [in_wan]
 * @property {Meter[]} [meters]
 * @property {Record<string, string>} [understood]
 * @property {Record<string, string>} [take]
 *
 * @typedef {object} Standing How everything stands after a save, or now.
 * @property {"saved"} kind
 * @property {number} revision
 * @property {string} saved_at
 * @property {Record<string, string>} unreadable
 * @property {Record<string, string>} computed
 * @property {Record<string, Note[]>} notes
 * @property {Record<string, string[][]>} left
 * @property {Extras} extras
 * @property {Record<string, string>} [fragments]
 * @property {string} company
 * @property {Record<string, Change>} others
 * @property {string[]} moved
 * @property {Clash[]} clashes
 * @property {Stranded[]} stranded
 *
 * @typedef {{ kind: "outdated" | "refused" | "gone" | "too_large", message: string }} Saying
 * @typedef {{ kind: "none", isRefusal: boolean, why: string, wait: number }} None
 * @typedef {Standing | { kind: "rows", revision: number } | { kind: "unreadable", unreadable: Record<string, string> } |
 *   { kind: "signed_out" } | Saying | { kind: "same" } | None} Answer
 *
 * @typedef {{ status: number, type?: string, text?: string, retryAfter?: string }} Response
 * @typedef {(value: any) => boolean} Test
 */

/** @type {Test} */
const isText = (value) => typeof value === "string";
/** @type {Test} */
const isFlag = (value) => typeof value === "boolean";
/** @type {Test} */
const isNumber = (value) => Number.isSafeInteger(value) && value >= 0;
/** @type {Test} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @type {(is: Test) => Test} */
const listOf = (is) => (value) => Array.isArray(value) && value.every(is);
/** @type {(is: Test) => Test} */
const mapOf = (is) => (value) => isObject(value) && Object.values(value).every(is);
/** @type {(is: Test) => Test} */
const maybe = (is) => (value) => value === undefined || is(value);
/** @type {(parts: Record<string, Test>) => Test} */
const shape = (parts) => (value) => isObject(value) && Object.entries(parts).every(([name, is]) => is(value[name]));

const textsByPath = mapOf(isText);
const saying = shape({ message: isText });
const change = { by: isText, at: isText, is_own: isFlag };
const meter = { code: isText, value: isText, words: isText, state: isText };

const isStanding = shape({
  revision: isNumber,
  saved_at: isText,
  unreadable: textsByPath,
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

// By kind: with which status it comes, and whether all is there that will be read.
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
 * The answer, of one of our kinds; `same`: nothing new; else `none` with `isRefusal`: whether it may be meant for what was sent, `why` in
 * words, and `wait`: for how many milliseconds it asks.
 *
 * @param {Response} response
 * @returns {Answer}
 */
export function understood({ status, type = "", text = "", retryAfter = "" }) {
  const answer = type.startsWith("application/json") ? parsed(text) : null;
  const known = KINDS.get(answer?.kind);
  const isOurs = known?.statuses.includes(status) && known.is(answer);
  if (isOurs && answer.kind !== "busy") {
    return answer;
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
