/* Apply a function of a module to cases from standard input, for tests in Python:
   node answer.mjs MODULE FUNCTION, with a JSON list of lists of arguments. */
import { readFileSync } from "node:fs";

const [module, name] = process.argv.slice(2);
const found = await import(new URL(`../../landbase/webmap/js/${module}.js`, import.meta.url));
const cases = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(cases.map((one) => found[name](...one))));
