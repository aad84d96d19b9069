// The cells of a form as a grid, and how a cell's text is set from code.
export function start() {}
