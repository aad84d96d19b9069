// What a marked block adds up to, exactly: 0.1 and 0.2 are 0.3. Pure.

const NUMBER = /^([-+]?)(\d{1,3}(?:[, ]\d{3})+|\d*)(?:\.(\d*))?$/;
const AVERAGE_PLACES = 2;

/** The texts of a block in words: how many cells, their sum and average if any is a number, and how many are filled. */
export function summary(/** @type {string[]} */ texts) {
  const numbers = texts.flatMap((text) => read(text) ?? []);
  const filled = texts.filter((text) => text.trim() !== "").length;
  const places = Math.max(0, ...numbers.map((number) => number.places));
  const sum = numbers.reduce((total, number) => total + number.digits * power(places - number.places), 0n);
  const figures = numbers.length ? [`合计 ${shown(sum, places)}`, `平均 ${averaged(sum, places, BigInt(numbers.length))}`] : [];
  return [`选中 ${texts.length} 格`, ...figures, `计数 ${filled}`].join(" · ");
}

/** A plain number, of whatever width and with separators of thousands, as whole digits and decimal places; undefined for other texts. */
function read(/** @type {string} */ text) {
  const narrow = text.trim().replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace("。", ".");
  const [, sign, whole = "", fraction = ""] = NUMBER.exec(narrow) ?? [];
  const digits = whole.replace(/[, ]/g, "") + fraction;
  return digits ? { digits: BigInt(digits) * (sign === "-" ? -1n : 1n), places: fraction.length } : undefined;
}

// Rounded half away from zero, as everywhere.
function averaged(/** @type {bigint} */ sum, /** @type {number} */ places, /** @type {bigint} */ count) {
  const top = (sum < 0n ? -sum : sum) * power(AVERAGE_PLACES) * 2n;
  const bottom = count * power(places);
  const rounded = (top + bottom) / (bottom * 2n);
  return shown(sum < 0n ? -rounded : rounded, AVERAGE_PLACES);
}

function shown(/** @type {bigint} */ digits, /** @type {number} */ places) {
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
  const cut = text.length - places;
  const fraction = text.slice(cut).replace(/0+$/, "");
  return `${digits < 0n ? "-" : ""}${text.slice(0, cut)}${fraction && `.${fraction}`}`;
}

function power(/** @type {number} */ places) {
  return BigInt(`1${"0".repeat(places)}`);
}
