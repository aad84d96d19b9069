// Where a key leads from a cell of a sheet. Pure. A wide cell is in every column that it covers; cells without an input are passed over.

/** @import { OpenPlace, Place, Sheet } from "../shapes.js" */

/** @returns {place is OpenPlace} */
export function isOpen(/** @type {Place} */ place) {
  return place.control !== undefined;
}

/**
 * The nearest cell with an input, `down` rows or `across` columns from `cell`.
 *
 * @param {Sheet} rows
 * @param {Place} cell
 * @param {number} down
 * @param {number} across
 */
export function neighbour(rows, cell, down, across) {
  return line(rows, cell, down, across)[0];
}

/**
 * The edge of the block of filled cells in this direction: the last filled one before a blank; from a blank, or before one, the next filled cell,
 * or the last cell if none is filled.
 *
 * @param {Sheet} rows
 * @param {Place} cell
 * @param {number} down
 * @param {number} across
 */
export function edge(rows, cell, down, across) {
  const ahead = line(rows, cell, down, across);
  const isInBlock = isFilled(cell) && ahead.length > 0 && isFilled(ahead[0]);
  const place = ahead.findIndex((one) => isFilled(one) !== isInBlock);
  const at = place < 0 ? ahead.length - 1 : isInBlock ? place - 1 : place;
  return ahead[at];
}

/** The first (`by` < 0) or last cell with an input in a row. */
export function endOfRow(/** @type {Sheet} */ rows, /** @type {Place} */ cell, /** @type {number} */ by) {
  return endOf(rows[cell.row], by);
}

/** The first (`by` < 0) or last cell with an input of the sheet. */
export function endOfSheet(/** @type {Sheet} */ rows, /** @type {number} */ by) {
  return endOf(rows.flat(), by);
}

function endOf(/** @type {Place[]} */ cells, /** @type {number} */ by) {
  const open = cells.filter(isOpen);
  return open[by < 0 ? 0 : open.length - 1];
}

/**
 * The cells with inputs ahead of `cell`, the nearest first.
 *
 * @param {Sheet} rows
 * @param {Place} cell
 * @param {number} down
 * @param {number} across
 * @returns {OpenPlace[]}
 */
function line(rows, cell, down, across) {
  if (across) {
    const beside = rows[cell.row].filter(isOpen).filter((one) => Math.sign(one.column - cell.column) === across);
    return across > 0 ? beside : beside.reverse();
  }
  const ahead = down > 0 ? rows.slice(cell.row + 1) : rows.slice(0, cell.row).reverse();
  return ahead.flatMap((row) => row.filter(isOpen).find((one) => overlaps(one, cell)) ?? []);
}

function overlaps(/** @type {Place} */ one, /** @type {Place} */ other) {
  return one.column < other.column + other.width && other.column < one.column + one.width;
}

function isFilled(/** @type {Place} */ { control }) {
  return control !== undefined && control.value.trim() !== "";
}
