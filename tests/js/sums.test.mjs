// What a marked block adds up to.

import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { summary } from "../../static/js/filling/sums.js";

test("the sum is exact, and the average is rounded as everywhere", () => {
  assert.equal(summary(["0.1", "0.2", "0.8"]), "选中 3 格 · 合计 1.1 · 平均 0.37 · 计数 3");
  assert.equal(summary(["0.1", "0.2"]), "选中 2 格 · 合计 0.3 · 平均 0.15 · 计数 2");
  assert.equal(summary(["-0.01", "0"]), "选中 2 格 · 合计 -0.01 · 平均 -0.01 · 计数 2");
});

test("blanks and texts are not numbers, but a text is counted", () => {
  assert.equal(summary(["", "提升", " "]), "选中 3 格 · 计数 1");
  assert.equal(summary(["", "≥95%", "1,000.50", "１２", "-", "."]), "选中 6 格 · 合计 1012.5 · 平均 506.25 · 计数 5");
});

test("any amounts add up to their sum in whole millionths", () => {
  const amount = fc.tuple(fc.boolean(), fc.nat(99_999_999), fc.nat(999_999));
  fc.assert(fc.property(fc.array(amount, { minLength: 1, maxLength: 40 }), (amounts) => {
    const texts = amounts.map(([minus, whole, fraction]) => `${minus ? "-" : ""}${whole}.${String(fraction).padStart(6, "0")}`);
    const millionths = amounts.reduce((sum, [minus, whole, fraction]) => sum + (minus ? -1n : 1n) * (BigInt(whole) * 1_000_000n + BigInt(fraction)), 0n);
    const [, shown] = /合计 (\S+)/.exec(summary(texts));
    const [, minus, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(shown);
    const read = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, "0"));
    assert.equal(minus ? -read : read, millionths);
  }), { seed: 20_260 });
});
