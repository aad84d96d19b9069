// Blocks of cells as spreadsheets copy them.

import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { parse, unparse } from "../../static/js/filling/tab_separated.js";

test("rows and cells are told apart, whatever ends a line", () => {
  assert.deepEqual(parse("a\tb\r\nc\td\r\n"), [["a", "b"], ["c", "d"]]);
  assert.deepEqual(parse("a\n\nb"), [["a"], [""], ["b"]]);
});

test("a cell in quotes keeps its line breaks, tabs and quotes", () => {
  assert.deepEqual(parse('"一\n二"\t"说""好"""'), [["一\n二", '说"好"']]);
});

test("a quote inside a cell is a quote", () => {
  assert.deepEqual(parse('5" 管\tx'), [['5" 管', "x"]]);
});

test("what is copied is pasted as it was", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "“", '"', "\t", "\n", "\r", " ", "万") }).map((text) => text.trim());
  const grid = fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 4 }));
  const isSeen = (rows) => rows[rows.length - 1].some((text) => text !== "");
  fc.assert(fc.property(grid.filter(isSeen), (rows) => assert.deepEqual(parse(unparse(rows)), rows)), { seed: 20_260 });
});
