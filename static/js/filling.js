// A step that is being filled in: it saves itself, and its cells behave like a spreadsheet's. Without this module, the form posts like any other.

import { one } from "./dom.js";
import * as answer from "./filling/answer.js";
import * as cells from "./filling/cells.js";
import * as chapters from "./filling/chapters.js";
import * as clipboard from "./filling/clipboard.js";
import * as firstCell from "./filling/first_cell.js";
import * as growing from "./filling/growing.js";
import * as indicators from "./filling/indicators.js";
import * as keys from "./filling/keys.js";
import * as marking from "./filling/marking.js";
import * as marks from "./filling/marks.js";
import * as offers from "./filling/offers.js";
import * as panel from "./filling/panel.js";
import * as rowMenus from "./filling/row_menus.js";
import * as rows from "./filling/rows.js";
import * as saving from "./filling/saving.js";
import * as sentences from "./filling/sentences.js";
import * as undo from "./filling/undo.js";
import * as writing from "./filling/writing.js";
import * as keyTable from "./key_table.js";

const form = one(document, "form[data-cells]", HTMLFormElement);

for (const module of [answer, cells, indicators, saving, offers, rows, rowMenus, undo, clipboard, marking, keys, keyTable, chapters, writing, sentences, growing, marks, panel, firstCell]) {
  module.start(form);
}
