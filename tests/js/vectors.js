/* The cases that Python and the scripts share; `tests/page_vectors.py` writes them. */
import { readFileSync } from "node:fs";

export function vectorsOf(name) {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));
}
