// Keys of a form: from cell to cell, and marking a block of cells.
export function start() {}
