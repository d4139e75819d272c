// Bundles the page into ../static, with the licence of all that is in it.
import { build } from "esbuild";
import { cpSync, readFileSync, writeFileSync } from "node:fs";

const out = process.argv[2] ?? "../static";
await build({
  entryPoints: { page: "src/main.tsx" },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  charset: "utf8",
  outdir: out,
});
for (const name of ["index.html", "icon.svg"]) cpSync(name, `${out}/${name}`);
const licence = (name) => `${name}\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}\n`;
const emoji = `emoji-datasource (names of emoji)\n\n${readFileSync("EMOJI-LICENSE", "utf8").trim()}\n`;
writeFileSync(`${out}/LICENSES.txt`, [licence("preact"), emoji].join("\n"));
