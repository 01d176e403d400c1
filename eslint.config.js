/* How the scripts of map pages are checked; `make js-check` runs it. */
import js from "@eslint/js";
import globals from "globals";

const RULES = {
  "no-shadow": "error", "no-var": "error", "prefer-const": "error", eqeqeq: "error",
  "no-use-before-define": ["error", { functions: false, variables: false }],
  "no-unused-vars": ["error", { caughtErrors: "none" }],
  "no-control-regex": "off", complexity: ["error", 16], "max-lines": ["error", 400],
};

export default [
  { ignores: ["docs/_build/", "out/", ".venv/"] },
  {
    files: ["landbase/webmap/js/*.js"],
    ...js.configs.recommended,
    languageOptions: {
      ecmaVersion: 2020, sourceType: "module",
      globals: { ...globals.browser, L: "readonly", WORKER_SCRIPT: "readonly" },
    },
    rules: { ...js.configs.recommended.rules, ...RULES },
  },
  {
    files: ["landbase/webmap/js/build.mjs", "eslint.config.js", "tests/js/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.node },
    rules: { ...js.configs.recommended.rules, ...RULES },
  },
  { // what is in the page: syntax that browsers of 2019 know, and nothing else is asked
    files: ["landbase/webmap/js/dist/*.js"],
    linterOptions: { reportUnusedDisableDirectives: "off" },
    languageOptions: { ecmaVersion: 2019, sourceType: "script" },
  },
];
