// What our scripts may use: nothing that the browsers of package.json's browserslist lack. The configuration of `make test`.

import { createRequire } from "node:module";

import js from "@eslint/js";
import compat from "eslint-plugin-compat";
import esx from "eslint-plugin-es-x";
import globals from "globals";

const require = createRequire(import.meta.url);
const { api, javascript } = require("@mdn/browser-compat-data");
const oldest = require("./package.json").browserslist.map((one) => one.split(" "));

// The interfaces whose members are named in page scripts, and not also by our own objects.
const PAGE = /^(Node|Element|HTML(Input|TextArea|Select|Form|Dialog|Button|Details|Anchor|Table\w*)?Element|Document|Event(Target)?|Window|Range|Selection|AbortSignal|DataTransfer|URL|Crypto)$/;

function isKnown({ support }) {
  const since = ({ version_added: added, flags, prefix, alternative_name: alias }) =>
    typeof added === "string" && !flags && !prefix && !alias ? Number.parseFloat(added.replace("≤", "")) : Infinity;
  return oldest.every(([browser, version]) => [support[browser]].flat().some((one) => since(one) <= Number(version)));
}

function membersOf(interfaces) {
  return Object.entries(interfaces).flatMap(([object, members]) =>
    Object.entries(members)
      .filter(([name, member]) => member.__compat && !/_(event|permission)$/.test(name))
      .map(([name, member]) => ({ object, property: name.replace(/_static$/, ""), is: isKnown(member.__compat) })),
  );
}

// The other plugins see few members of objects (`cell.ariaLabel`, `AbortSignal.timeout`). A name without its object is refused where no
// interface at all has it in the oldest browsers.
function newerMembers() {
  const members = [...membersOf(api), ...membersOf(javascript.builtins)];
  const known = new Set(members.filter(({ is }) => is).map(({ property }) => property));
  const newer = members.filter(({ is }) => !is);
  const names = new Set(newer.filter((one) => PAGE.test(one.object) && !known.has(one.property)).map(({ property }) => property));
  return [...newer.filter(({ property }) => !names.has(property)), ...[...names].map((property) => ({ property }))];
}

// Methods of iterators that arrays or our own objects have too: only what is called on an iterator is meant.
const OF_ITERATORS = ["drop", "every", "filter", "find", "flatMap", "forEach", "map", "reduce", "some", "take"];
const off = (names) => Object.fromEntries(names.map((name) => [`es-x/no-${name.toLowerCase()}`, "off"]));

const refused = [
  ["Literal[value=/:(has|is|where)\\(|:not\\([^)]*,/]", "Chromium 86 does not know this selector."],
  ["TemplateElement[value.raw=/:(has|is|where)\\(|:not\\([^)]*,/]", "Chromium 86 does not know this selector."],
  ["Literal[value=/\\((width|height)\\s*[<>=]/]", "Chromium 86 knows min-width and max-width only."],
  ['CallExpression[callee.property.name="at"]', "Chromium 86 has no .at(): write list[list.length - 1]."],
  [
    `CallExpression[callee.property.name=/^(${OF_ITERATORS.join("|")})$/][callee.object.callee.property.name=/^(entries|keys|matchAll|values)$/]` +
      '[callee.object.callee.object.name!="Object"]',
    "Chromium 86 has no methods of iterators: spread it into an array.",
  ],
];

export default [
  js.configs.recommended,
  compat.configs["flat/recommended"],
  esx.configs["flat/restrict-to-es2021"],
  {
    languageOptions: { globals: globals.browser },
    settings: { "es-x": { aggressive: true, allowTestedProperty: true } },
    rules: {
      ...off(["class-instance-fields", "class-private-fields", "class-private-methods"]), // Chromium 84, Firefox 90
      ...off(["array-prototype-at", "string-prototype-at"]), // a property of that name may be our own: calls are refused below
      ...off(OF_ITERATORS.map((name) => `iterator-prototype-${name}`)),
      "no-control-regex": "off",
      "no-restricted-properties": ["error", ...newerMembers().map(({ object, property }) => ({ ...(object && { object }), property, message: "Not in the oldest browsers." }))],
      "no-restricted-syntax": ["error", ...refused.map(([selector, message]) => ({ selector, message }))],
      "no-unused-vars": ["error", { ignoreRestSiblings: true }],
    },
  },
];
