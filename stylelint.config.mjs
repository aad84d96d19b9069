// What our style sheets may use: nothing that the browsers of package.json's browserslist lack. The configuration of `make test`.

// Known in part, and we use the part that is known, or what is missing costs looks only (a thicker underline, a wider scroll bar).
const IN_PART = ["intrinsic-width", "multicolumn", "text-decoration", "css-clip-path", "css-masks", "css-overflow", "css-scrollbar", "css-sticky", "css-text-indent"];

export default {
  extends: ["stylelint-config-recommended"],
  plugins: ["stylelint-no-unsupported-browser-features"],
  rules: {
    "no-descending-specificity": null,
    "no-duplicate-selectors": null,
    "plugin/no-unsupported-browser-features": [true, { severity: "error", ignore: IN_PART }],
    // What the plugin does not see.
    "function-disallowed-list": ["color-mix", "light-dark", "round", "sin", "linear"],
    "media-feature-range-notation": "prefix",
    "property-disallowed-list": [["/^(accent-color|aspect-ratio|inset|rotate|scale|text-wrap|translate)/", "/-(inline|block)(-start|-end)?$/"]],
    // Where there is none, static/js/filling/growing.js does the same.
    "property-no-unknown": [true, { ignoreProperties: ["field-sizing"] }],
    "selector-disallowed-list": ["/:nth-(last-)?child\\([^)]* of /", "/:not\\([^)]*,/"],
    "selector-pseudo-class-disallowed-list": ["has", "is", "where", "matches", "user-invalid", "user-valid", "open", "popover-open"],
  },
};
