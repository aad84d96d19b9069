// Letters as commands.

/**
 * Calls `act` with each key that is pressed by itself, in small letters, while nothing is typed and no dialog is open.
 *
 * @param {(key: string) => void} act
 */
export function onCommand(act) {
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    const isTyping = target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select");
    const isOther = event.ctrlKey || event.altKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]");
    if (!isTyping && !isOther) {
      act(key.toLowerCase());
    }
  });
}
