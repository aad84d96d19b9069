// Undo and redo of the last changes of the page, across its cells: Ctrl+Z, Ctrl+Y or Ctrl+Shift+Z.
//
// A step is what one person's act changed: a text typed into one cell until it is left, a block pasted or cleared. In a long text that is
// being typed the browser's own undo goes on.

const LONGEST = 200;

export function start(form) {
  const known = new WeakMap();
  const done = [];
  const undone = [];
  let together = null;
  let typing = null;
  let replaying = false;

  for (const control of form.querySelectorAll("input[name], textarea[name], select[name]")) {
    known.set(control, control.value);
  }
  form.addEventListener("focusin", ({ target }) => known.set(target, target.value));
  form.addEventListener("filling:together", ({ detail }) => {
    detail.forEach((control) => known.set(control, control.value));
    typing = null;
    together = new Map();
  });
  form.addEventListener("filling:apart", () => {
    remember(together);
    together = null;
  });
  form.addEventListener("filling:computed", ({ target }) => known.set(target, target.value));
  form.addEventListener("focusout", () => {
    typing = null;
  });
  form.addEventListener("input", (event) => {
    if (event.target.name && !replaying) {
      changed(event.target, event.isTrusted);
    }
  });
  form.addEventListener("keydown", (event) => {
    const back = isBack(event);
    if (!back && !isForth(event)) {
      return;
    }
    if (back && typing && typing.control.matches("td.long textarea, .field textarea") && typing.control === event.target) {
      return;
    }
    event.preventDefault();
    typing = null;
    replay(back);
  });

  function changed(control, byHand) {
    const before = known.get(control) ?? control.defaultValue ?? "";
    known.set(control, control.value);
    if (together) {
      const change = together.get(control) ?? { before };
      together.set(control, { ...change, after: control.value });
    } else if (byHand && typing?.control === control) {
      typing.step.get(control).after = control.value;
    } else {
      const step = new Map([[control, { before, after: control.value }]]);
      typing = byHand ? { control, step } : null;
      remember(step);
    }
  }

  function remember(step) {
    if (step.size) {
      undone.length = 0;
      done.push(step);
      done.splice(0, done.length - LONGEST);
    }
  }

  function replay(back) {
    const step = (back ? done : undone).pop();
    if (!step) {
      return;
    }
    (back ? undone : done).push(step);
    replaying = true;
    for (const [control, { before, after }] of step) {
      control.value = back ? before : after;
      known.set(control, control.value);
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    replaying = false;
    [...step.keys()][0].focus();
  }
}

function isBack(event) {
  return isCommand(event) && event.key.toLowerCase() === "z" && !event.shiftKey;
}

function isForth(event) {
  return isCommand(event) && (event.key.toLowerCase() === "y" || (event.key.toLowerCase() === "z" && event.shiftKey));
}

function isCommand(event) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.isComposing;
}
