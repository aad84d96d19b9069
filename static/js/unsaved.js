// Asks before leaving a page whose form holds unsaved changes. Without this module everything still works.

const form = document.querySelector("form[data-unsaved]");
let changed = document.querySelector("#error-summary") !== null;

form.addEventListener("input", () => {
  changed = true;
});
form.addEventListener("submit", () => {
  changed = false;
});
window.addEventListener("beforeunload", (event) => {
  if (changed) {
    event.preventDefault();
  }
});
