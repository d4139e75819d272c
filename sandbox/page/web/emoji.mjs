// Slack's short names and their characters, from the npm package emoji-datasource (MIT; Slack draws by the same data):
//   npm pack emoji-datasource && tar xzf emoji-datasource-*.tgz && node emoji.mjs package/emoji.json
import { readFileSync, writeFileSync } from "node:fs";

const all = JSON.parse(readFileSync(process.argv[2], "utf8"));
const character = (it) => String.fromCodePoint(...it.unified.split("-").map((code) => Number.parseInt(code, 16)));
const named = all
  .sort((one, other) => one.sort_order - other.sort_order)
  .flatMap((it) => it.short_names.map((name) => [name, character(it)]));
writeFileSync("src/draw/emoji.json", `${JSON.stringify(Object.fromEntries(named), null, 0)}\n`);
