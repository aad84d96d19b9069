// What a save tells the page: computed cells, notes and errors under cells, what is left on the steps; and the choices it leaves to the person.
// It never puts a text into an input.

let form;

export function start(theForm) {
  form = theForm;
  form.addEventListener("filling:saved", ({ detail }) => {
    showComputed(detail.computed);
    for (const input of form.querySelectorAll("input[id], textarea[id], select[id]")) {
      showNotes(input, detail.notes[input.id] ?? [], detail.unreadable[input.name]);
    }
    showLeft(detail.left);
    removeErrorSummary();
  });
}

function showComputed(texts) {
  for (const [id, text] of Object.entries(texts)) {
    const cell = document.getElementById(id);
    if (!cell || cell.matches("input, textarea, select")) {
      continue;
    }
    const shown = [...cell.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
    if (shown) {
      shown.data = text;
    } else {
      cell.prepend(text);
    }
    if (cell.classList.contains("amount")) {
      cell.classList.toggle("computed", text !== "");
    }
  }
}

// The error and the notes of a cell as templates/filling/notes.html and official_cells.py draw them.
function showNotes(input, notes, error) {
  const isTable = input.closest(".official-table") !== null;
  const id = `${input.id}.notes`;
  const drawn = [...(error ? [element("p", isTable ? "cell-error" : "field-error", error)] : [])];
  if (isTable && notes.length) {
    const list = element("ul", "cell-warnings");
    list.append(...notes.map(([tone, text]) => element("li", tone, text)));
    drawn.push(list);
  } else {
    drawn.push(...notes.map((note) => fieldNote(...note)));
  }
  let block = document.getElementById(id);
  if (!block && drawn.length) {
    block = element("div", isTable ? "cell-notes" : "field-notes");
    block.id = id;
    input.parentElement.append(block);
  }
  if (block && block.innerHTML !== drawn.map((one) => one.outerHTML).join("")) {
    block.replaceChildren(...drawn);
  }
  if (block && !drawn.length) {
    block.remove();
  }
  if (isTable) {
    input.parentElement.classList.toggle("noted", input.parentElement.querySelector(".cell-warnings") !== null);
  }
  input.classList.toggle("is-invalid", Boolean(error) && !isTable);
  setAttribute(input, "aria-invalid", error ? "true" : "");
  describe(input, id, drawn.length > 0);
}

// `quotes`: the fragments of the report that it is about, one a line.
function fieldNote(tone, text, quotes) {
  const note = element("p", `field-note ${tone}`, text);
  if (quotes) {
    const locate = element("button", "locate", "定位");
    locate.type = "button";
    locate.dataset.quotes = quotes;
    note.append(locate);
  }
  return note;
}

function describe(input, id, isDescribed) {
  const ids = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  ids[isDescribed ? "add" : "delete"](id);
  setAttribute(input, "aria-describedby", [...ids].join(" "));
}

function setAttribute(element, name, value) {
  if (value) {
    element.setAttribute(name, value);
  } else {
    element.removeAttribute(name);
  }
}

function showLeft(left) {
  const draw = (place, said) => place?.replaceChildren(...said.map(([words, tone]) => element("span", tone, words)));
  for (const place of document.querySelectorAll(".step-nav .left")) {
    draw(place, left[place.dataset.step] ?? []);
  }
  const here = document.querySelector(".step-nav [aria-current] .left")?.dataset.step;
  draw(form.querySelector(".save-bar .left"), left[here] ?? []);
}

// What the page said of the last posted form; the cells themselves say it now.
function removeErrorSummary() {
  const summary = document.querySelector("#error-summary");
  if (summary && !summary.contains(document.activeElement)) {
    summary.remove();
  }
}

// Both values of a cell, and two buttons; `decided` is called with the other's text, or with nothing to keep one's own.
export function choose(input, clash, decided) {
  const words = `您填的是${quoted(input.value)}；${clash.by} ${clash.at} 保存的是${quoted(clash.theirs)}。`;
  const mine = button("用我的", () => {
    forgetChoice(input);
    input.focus();
    decided();
  });
  showChoice(input, words, [mine, button("用对方的", () => decided(clash.theirs))]);
  input.parentElement.querySelector(".cell-choice").classList.add("undecided");
}

// What somebody else changed in a cell that nobody touched here.
export function tellOther(input, change, take) {
  const words = `${change.by || "数据导入"} ${change.at} 改为${quoted(change.text)}。`;
  showChoice(input, words, [button("用对方的", take)]);
}

export function forgetChoice(input) {
  input.parentElement.querySelector(".cell-choice")?.remove();
}

function showChoice(input, words, buttons) {
  forgetChoice(input);
  const block = element("div", "cell-choice");
  block.setAttribute("role", "group");
  block.setAttribute("aria-label", input.getAttribute("aria-label") ?? input.labels[0]?.textContent ?? "");
  block.append(element("p", "", words), ...buttons);
  input.parentElement.append(block);
}

export function markRestored(input) {
  input.classList.add("restored");
  input.title = "未保存的内容已恢复";
  form.addEventListener("filling:saved", () => {
    input.classList.remove("restored");
    input.removeAttribute("title");
  }, { once: true });
}

// Texts that stand in no cell, to be copied; `forget` is called with their paths when the person has done so.
export function showLost(theForm, texts, forget) {
  let block = document.querySelector("section.typed.lost");
  if (!block) {
    block = element("section", "typed lost");
    block.setAttribute("role", "alert");
    block.append(element("h2", "", "没有填入表中的内容"));
    block.append(element("p", "hint", "这些内容所在的位置已被别人增删或移动，请复制后重新打开这一步，填到现在的位置。"));
    block.append(document.createElement("dl"));
    const paths = new Set();
    block.paths = paths;
    block.append(
      button("已复制，不再显示", () => {
        forget(paths);
        block.remove();
      }),
    );
    theForm.before(block);
  }
  for (const { path, name, text } of texts.filter((one) => !block.paths.has(one.path))) {
    block.paths.add(path);
    const line = document.createElement("div");
    line.append(element("dt", "", name), element("dd", "", text));
    block.querySelector("dl").append(line);
  }
}

function quoted(text) {
  return text.trim() ? `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”` : "空白";
}

function button(label, act) {
  const made = element("button", "", label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function element(tag, css, text = "") {
  const made = document.createElement(tag);
  if (css) {
    made.className = css;
  }
  made.textContent = text;
  return made;
}
