// Copying and pasting blocks of cells as tab-separated text.
export function start() {}
