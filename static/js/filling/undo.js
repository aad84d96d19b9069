// Undo and redo across the cells of a page.
export function start() {}
