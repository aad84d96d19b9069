// What is believed of an answer, and what the page says of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CUT, understood } from "../../static/js/filling/answers.js";
import { wordsOf } from "../../static/js/filling/status.js";

const STANDING = {
  kind: "saved",
  revision: 3,
  saved_at: "10:00",
  unreadable: {},
  offers: {},
  read: {},
  computed: {},
  notes: {},
  left: {},
  extras: {},
  company: "",
  others: {},
  moved: [],
  clashes: [],
  stranded: [],
};
const json = (status, answer) => ({ status, type: "application/json", text: JSON.stringify(answer) });

test("an answer of ours is given as it came", () => {
  assert.deepEqual(understood(json(200, STANDING)), STANDING);
});

test("an answer that lacks a part, or comes with another status, is none of ours", () => {
  const { clashes, ...less } = STANDING;
  assert.deepEqual(clashes, []);
  assert.equal(understood(json(200, less)).kind, "none");
  assert.equal(understood(json(502, STANDING)).kind, "none");
});

test("a page of some device is no answer, and no refusal of what was sent", () => {
  const { kind, isRefusal } = understood({ status: 200, type: "text/html", text: "<p>认证</p>" });
  assert.deepEqual({ kind, isRefusal }, { kind: "none", isRefusal: false });
});

test("a 4xx that is none of ours may be meant for the text, one that asks to come again is not", () => {
  assert.equal(understood({ status: 403, type: "text/html" }).isRefusal, true);
  assert.equal(understood({ status: 429, type: "text/html" }).isRefusal, false);
});

test("where nothing comes, the network is cut; a busy server says so, and how long to wait", () => {
  assert.equal(understood({ status: 0 }).why, CUT);
  const busy = understood({ ...json(503, { kind: "busy", message: "" }), retryAfter: "7" });
  assert.deepEqual(busy, { kind: "none", isRefusal: false, why: "系统暂时不能保存", wait: 7_000 });
});

const CALM = {
  trouble: "",
  counts: { clashes: 0, own: 0, lost: 0, unreadable: 0, held: 0 },
  hasMovedRows: false,
  savedAt: "10:00",
  changedElsewhere: { own: 0, others: 0 },
};
const words = (changes, counts = {}) => wordsOf({ ...CALM, ...changes, counts: { ...CALM.counts, ...counts } });

test("the status line says that all is saved, and what others changed", () => {
  assert.equal(words({}), "已保存 10:00");
  assert.equal(words({ changedElsewhere: { own: 0, others: 2 } }), "已保存 10:00。别人另改了 2 处，已标在单元格下");
});

test("the status line says the first thing that a person must see to", () => {
  assert.equal(words({ trouble: CUT }, { clashes: 1 }), "未保存：网络中断");
  assert.equal(words({}, { clashes: 2, own: 2, lost: 1 }), "未保存：有 2 处与您在另一个窗口的改动不同，请在单元格下选择");
  assert.equal(words({}, { unreadable: 1, held: 1 }), "未保存：有 1 处无法识别");
});
