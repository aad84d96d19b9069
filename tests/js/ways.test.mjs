// Where keys lead in a sheet: rows of filled (x), blank (.) and closed (#) cells.

import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { edge, endOfRow, endOfSheet, neighbour } from "../../static/js/filling/ways.js";

const sheet = (...lines) =>
  lines.map((line, row) => [...line].map((sign, column) => ({ row, column, width: 1, control: sign === "#" ? undefined : { value: sign === "x" ? "1" : "" } })));
const at = (cell) => cell && [cell.row, cell.column];

test("a closed cell is passed over", () => {
  const rows = sheet("x#x", "###", "x.x");
  assert.deepEqual(at(neighbour(rows, rows[0][0], 0, 1)), [0, 2]);
  assert.deepEqual(at(neighbour(rows, rows[0][0], 1, 0)), [2, 0]);
  assert.equal(neighbour(rows, rows[0][0], -1, 0), undefined);
});

test("a wide cell is in every column that it covers", () => {
  const rows = sheet("xx", "x");
  rows[1][0].width = 2;
  assert.deepEqual(at(neighbour(rows, rows[0][1], 1, 0)), [1, 0]);
});

test("the edge is the last filled cell of a block, then the next filled one, then the last of all", () => {
  const rows = sheet("x", "x", "x", ".", ".", "x", ".", ".");
  const down = (row) => edge(rows, rows[row][0], 1, 0)?.row;
  assert.deepEqual([0, 1, 2, 3, 5, 6, 7].map(down), [2, 2, 5, 5, 7, 7, undefined]);
  const up = (row) => edge(rows, rows[row][0], -1, 0)?.row;
  assert.deepEqual([7, 5, 2, 0].map(up), [5, 2, 0, undefined]);
});

test("the ends of row and sheet are cells that can be typed into", () => {
  const rows = sheet("##x", "#x.", "x#.", "###");
  assert.deepEqual(at(endOfRow(rows, rows[1][1], -1)), [1, 1]);
  assert.deepEqual(at(endOfRow(rows, rows[1][1], 1)), [1, 2]);
  assert.deepEqual([at(endOfSheet(rows, -1)), at(endOfSheet(rows, 1))], [[0, 2], [2, 2]]);
});

test("the edge lies ahead in the direction, and leads on until the sheet ends", () => {
  const line = fc.string({ unit: fc.constantFrom("x", ".", "#"), minLength: 1, maxLength: 12 });
  fc.assert(fc.property(line, (signs) => {
    const rows = sheet(signs);
    let cell = rows[0].find(({ control }) => control);
    for (let next = cell && edge(rows, cell, 0, 1); next; next = edge(rows, cell, 0, 1)) {
      assert.ok(next.column > cell.column);
      cell = next;
    }
    assert.equal(cell, endOfSheet(rows, 1));
  }), { seed: 20_260 });
});
