// What the saving queue does, one case at a time.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PendingCells } from "../../static/js/filling/pending.js";
import { Queue } from "../../static/js/filling/queue.js";

const NO_NEWS = { unreadable: {}, others: {}, moved: [], clashes: [], stranded: [] };
const queueAt = (revision, kept = new Map()) =>
  new Queue(revision, new PendingCells({ put: (key, cell) => kept.set(key, cell), remove: (key) => kept.delete(key) }, "tab"));

test("a request without an answer is sent exactly as it was, and what was typed meanwhile after it", () => {
  const queue = queueAt(5);
  queue.type("a", "1");
  const batch = queue.next(0);
  queue.type("a", "2");
  queue.failed(batch, false);
  assert.deepEqual(queue.next(0), { revision: 5, cells: { a: "1" }, again: true });
  queue.take(batch, { ...NO_NEWS, revision: 6 });
  assert.deepEqual(queue.next(0), { revision: 6, cells: { a: "2" }, again: false });
});

test("a text whose row is gone is not sent again, and counts as lost", () => {
  const queue = queueAt(5);
  queue.type("rows.1.name", "甲");
  const stranded = [{ path: "rows.1.name", name: "第 1 行", text: "甲" }];
  assert.deepEqual(queue.take(queue.next(0), { ...NO_NEWS, revision: 6, stranded, moved: ["rows"] }).lost, ["rows.1.name"]);
  assert.equal(queue.next(0), null);
  assert.equal(queue.pending.counts.lost, 1);
  assert.equal(queue.hasMovedRows, true);
});

test("a text that the server can't read waits until it is changed", () => {
  const queue = queueAt(5);
  queue.type("a", "一百");
  queue.take(queue.next(0), { ...NO_NEWS, revision: 5, unreadable: { a: "请填写数字" } });
  assert.deepEqual(queue.pending.faults, { a: "请填写数字" });
  assert.equal(queue.next(0), null);
  queue.type("a", "100");
  assert.deepEqual(queue.next(0)?.cells, { a: "100" });
});

test("the one text that the network refuses is found by halves and held back, the others go on", () => {
  const queue = queueAt(5);
  ["a", "b", "c", "d"].forEach((path) => queue.type(path, path));
  let revision = 5;
  for (let requests = 0; requests < 30; requests += 1) {
    const batch = queue.next(0);
    if (batch === null) {
      break;
    }
    if ("c" in batch.cells) {
      queue.failed(batch, true);
    } else {
      revision += 1;
      queue.answered(100);
      queue.take(batch, { ...NO_NEWS, revision });
    }
  }
  assert.deepEqual(queue.pending.held, ["c"]);
  assert.deepEqual(["a", "b", "d"].filter((path) => queue.pending.has(path)), []);
  assert.equal(queue.next(99), null);
  assert.deepEqual(queue.next(100)?.cells, { c: "c" });
});

test("a text whose choice is open is kept for this tab alone", () => {
  const kept = new Map();
  const queue = queueAt(5, kept);
  queue.type("a", "1");
  const clash = { path: "a", name: "甲", mine: "1", theirs: "2", by: "张三", at: "10:00", is_own: false };
  queue.take(queue.next(0), { ...NO_NEWS, revision: 6, clashes: [clash] });
  assert.deepEqual([...kept.keys()], ["a tab"]);
  assert.deepEqual(queueAt(6).pending.restore({ "a other": kept.get("a tab") }), [{ key: "a other", path: "a", text: "1" }]);
});
