/* Build what a map page holds from the modules beside this file: `make js` does it.

   node build.mjs           writes dist/, which is committed and in the wheel
   node build.mjs --check   builds aside and says whether dist/ is still what comes out */
import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const DIST = join(HERE, "dist");
const FILES = ["landbase.js", "needs.js", "landbase.css", "contents.css"];
/* names of methods and modules' keys stay, so that what goes wrong on a page can be read
   there; those of variables would be a fifth of it */
const USUAL = {
  absWorkingDir: HERE, bundle: true, charset: "utf8", legalComments: "none", lineLimit: 120,
  minifySyntax: true, minifyWhitespace: true, minifyIdentifiers: true, logLevel: "warning", metafile: true,
  target: ["chrome80", "firefox78", "safari13"],
  supported: { destructuring: true }, // only a rare form of it is wrong in Safari 13
};
const NOTE = "/* Built from landbase/webmap/js by `make js`; change it there. */";

/* Chrome 80 to 83 know `gap` of grids alone: there `needs.js` sets a class, under which
   margins stand for the gaps of flex boxes */
function withGaps(css) {
  const more = [];
  for (const [, selectors, body] of css.matchAll(/([^{}@]+)\{([^{}]*)\}/g)) {
    const gap = /(?:^|;)gap:\s*([\d.]+\w+)(?:\s+([\d.]+\w+))?/.exec(body);
    if (!gap || /display:\s*grid/.test(body) || /(?:^|;)grid-/.test(body)) continue;
    const column = /flex-(?:direction|flow):\s*column/.test(body);
    const margin = column ? `margin-top:${gap[1]}` : `margin-left:${gap[2] || gap[1]}`;
    const own = selectors.trim().split(",").map((one) => `.lb-no-gap ${one.trim()}>*+*`);
    more.push(`${own.join(",")}{${margin}}`);
  }
  return css + more.join("\n") + (more.length ? "\n" : "");
}

/* modules that import each other in a circle would depend on which comes first */
function refuseCircles({ inputs }) {
  const done = new Set();
  const visit = function (name, path) {
    if (path.includes(name)) throw new Error("circle of imports: " + [...path, name].join(" > "));
    if (done.has(name)) return;
    inputs[name].imports.forEach((one) => visit(one.path, [...path, name]));
    done.add(name);
  };
  Object.keys(inputs).forEach((name) => visit(name, []));
}

async function buildInto(folder) {
  await mkdir(folder, { recursive: true });
  const worker = await build({
    ...USUAL, entryPoints: ["worker.js"], format: "iife", write: false, lineLimit: 0,
  });
  const scripts = await build({
    ...USUAL, entryPoints: ["main.js"], format: "iife", globalName: "Landbase",
    outfile: join(folder, "landbase.js"), banner: { js: NOTE },
    define: { WORKER_SCRIPT: JSON.stringify(worker.outputFiles[0].text) },
  });
  refuseCircles(scripts.metafile);
  const needs = await transform(await readFile(join(HERE, "needs.js"), "utf-8"), {
    charset: "utf8", minifyWhitespace: true, target: "es5", banner: NOTE, lineLimit: 120,
  });
  await writeFile(join(folder, "needs.js"), needs.code);
  const styles = await build({
    ...USUAL, banner: { css: NOTE }, outdir: folder, write: false,
    entryPoints: { landbase: "css/main.css", contents: "css/contents.css" },
  });
  await Promise.all(styles.outputFiles.map((file) => writeFile(file.path, withGaps(file.text))));
}

async function changed(folder) {
  const differs = await Promise.all(FILES.map(async function (name) {
    const [there, made] = await Promise.all(
      [DIST, folder].map((one) => readFile(join(one, name)).catch(() => null)));
    return !there || !there.equals(made);
  }));
  return FILES.filter((name, at) => differs[at]);
}

async function check() {
  const aside = await mkdtemp(join(tmpdir(), "landbase-js-"));
  try {
    await buildInto(aside);
    const old = await changed(aside);
    if (!old.length) return;
    const folder = relative(process.cwd(), DIST);
    console.error(`${old.join(", ")} in ${folder} is not what its modules give; run: make js`);
    process.exitCode = 1;
  } finally {
    await rm(aside, { recursive: true });
  }
}

await (process.argv.includes("--check") ? check() : buildInto(DIST));
