// npm run fuzz -- NAME [options]: feeds one reader of foreign bytes with mutated input, from a seed.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const names = readdirSync(fileURLToPath(new URL("./", import.meta.url)))
  .filter((file) => file.endsWith(".mjs") && file !== "main.mjs" && !file.includes("mutate"))
  .map((file) => file.replace(".mjs", ""));
const [name] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  console.error(`npm run fuzz -- ${names.join(" | ")}`);
  process.exit(2);
}
process.argv.splice(2, 1);
await import(new URL(`${name}.mjs`, import.meta.url).href);
