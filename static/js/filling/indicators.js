// The table of indicators: moving rows, taking a suggested score over, and what the last save says about weights and targets.

export function start(form) {}
