// Opens the comment box with its cell in view: without this module the page goes to the box, and the box links to the cell.

addEventListener("load", () => {
  const box = document.querySelector("#comment");
  const cell = box && document.getElementById(new URLSearchParams(location.search).get("comment") ?? "");
  const isBeside = matchMedia("(min-width: 72rem)").matches;
  if (cell && isBeside) {
    cell.classList.add("commented");
    cell.scrollIntoView({ block: "center" });
  }
  box?.querySelector("textarea")?.focus({ preventScroll: isBeside });
});
