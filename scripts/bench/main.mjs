// npm run bench -- NAME [options]: runs one benchmark. Every figure comes with its pairs, their spread and the machine.
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("./", import.meta.url);
const names = readdirSync(fileURLToPath(folder))
  .filter((file) => ["ingest.mjs", "hj212.mjs"].includes(file))
  .map((file) => file.replace(".mjs", ""));
const [name] = process.argv.slice(2);
if (name === undefined || !names.includes(name) || !existsSync(new URL(`${name}.mjs`, folder))) {
  console.error(`npm run bench -- ${names.join(" | ")}`);
  process.exit(2);
}
process.argv.splice(2, 1);
await import(new URL(`${name}.mjs`, folder).href);
