// Printing: its buttons, and what is typed as text, whole, where a box on the screen shows a part of it. Without this module the browser prints
// the boxes, and its own menu prints the page.

const BOXES = "textarea, .official-table input[name]:not([type=hidden])";

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

addEventListener("beforeprint", () => {
  document.documentElement.classList.add("printing");
  for (const box of document.querySelectorAll(BOXES)) {
    const text = document.createElement("span");
    text.className = "as-printed";
    text.textContent = box.value;
    box.after(text);
  }
});

addEventListener("afterprint", () => {
  document.documentElement.classList.remove("printing");
  document.querySelectorAll(".as-printed").forEach((text) => text.remove());
});
