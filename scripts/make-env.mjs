// node scripts/make-env.mjs [FILE]: writes .env for docker-compose.yml: the lines of .env.example, each secret filled
// with 32 random bytes. An existing file is left alone: the databases keep the passwords they were set up with.
// Plain JavaScript: it runs on a machine that has Node and Docker, before anything is installed or compiled.
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const example = fileURLToPath(new URL("../.env.example", import.meta.url));
const file = process.argv[2] ?? fileURLToPath(new URL("../.env", import.meta.url));

// Hexadecimal, because some of the secrets stand in a URL.
const text = readFileSync(example, "utf8").replace(
  /^([A-Z][A-Z0-9_]*)=$/gm,
  (_, name) => `${name}=${randomBytes(32).toString("hex")}`,
);
try {
  writeFileSync(file, text, { mode: 0o600, flag: "wx" });
  console.error(`${file} is written (mode 600). Keep a copy where you keep backups of secrets.`);
} catch (cause) {
  if (cause.code !== "EEXIST") throw cause;
  console.error(`${file} is there already and is left as it is.`);
  process.exitCode = 1;
}
