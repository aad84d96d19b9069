// Rows of texts as copied by a spreadsheet: tabs between cells, one line per row. Pure.

/** The rows of a tab-separated text; a cell in double quotes may hold line breaks, tabs and doubled quotes. */
export function parse(/** @type {string} */ text) {
  /** @type {string[][]} */
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
  const whole = text.replace(/(?:\r\n|\n|\r)$/, "");
  for (let end = ""; ; ) {
    const [, quote, plain = "", delimiter = ""] = cell.exec(whole) ?? [];
    rows[rows.length - 1].push((quote === undefined ? plain : quote.replaceAll('""', '"')).trim());
    end = delimiter;
    if (!end) {
      return rows;
    }
    if (end !== "\t") {
      rows.push([]);
    }
  }
}

/** The rows as a tab-separated text. */
export function unparse(/** @type {string[][]} */ rows) {
  return rows.map((row) => row.map(quoted).join("\t")).join("\r\n");
}

function quoted(/** @type {string} */ text) {
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
