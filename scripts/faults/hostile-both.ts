// npm run test:hostile: strangers at the HJ 212 door (hostile.ts), then a hostile tenant and a hostile device
// (insiders.ts), each over a product of its own and with the same options.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runScript } from "../harness/run-script.ts";

await runScript(() => {
  const files = ["hostile.js", "insiders.js"].map((file) => fileURLToPath(new URL(file, import.meta.url)));
  const codes = files.map((file) => spawnSync(process.execPath, [file, ...process.argv.slice(2)], { stdio: "inherit" }).status);
  return { kept: codes.every((code) => code === 0) };
});
