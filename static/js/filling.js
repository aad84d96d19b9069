// A step that is being filled in: it saves itself, and its cells behave as those of a spreadsheet. Without it, the form posts as any form does.

import { one } from "./dom.js";
import * as answer from "./filling/answer.js";
import * as cells from "./filling/cells.js";
import * as chapters from "./filling/chapters.js";
import * as clipboard from "./filling/clipboard.js";
import * as growing from "./filling/growing.js";
import * as indicators from "./filling/indicators.js";
import * as keys from "./filling/keys.js";
import * as rows from "./filling/rows.js";
import * as saving from "./filling/saving.js";
import * as sentences from "./filling/sentences.js";
import * as undo from "./filling/undo.js";

const form = one(document, "form[data-cells]", HTMLFormElement);

for (const module of [answer, cells, indicators, saving, rows, undo, clipboard, keys, chapters, sentences, growing]) {
  module.start(form);
}
