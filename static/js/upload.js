// Ticks a part of the imported cells as a whole, and counts what is ticked. Without this module each cell is ticked by itself.

const boxes = [...document.querySelectorAll('input[name="take"]')];
const status = document.querySelector("[data-ticked]");

const groups = [...document.querySelectorAll("input[data-all]")].map((all) => {
  const own = [...all.closest("table").querySelectorAll('input[name="take"]')];
  all.parentElement.hidden = false;
  all.addEventListener("change", () => {
    for (const box of own) {
      box.checked = all.checked;
    }
    show();
  });
  return { all, own };
});

function show() {
  for (const { all, own } of groups) {
    const ticked = own.filter((box) => box.checked).length;
    all.checked = ticked === own.length;
    all.indeterminate = ticked > 0 && ticked < own.length;
  }
  if (boxes.length) {
    status.textContent = `已勾选 ${boxes.filter((box) => box.checked).length} 处，共 ${boxes.length} 处`;
  }
}

for (const box of boxes) {
  box.addEventListener("change", show);
}
// A browser that comes back to the page ticks the boxes as they were only after this.
window.addEventListener("pageshow", show);
show();
