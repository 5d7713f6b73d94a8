import { readFile, writeFile } from "node:fs/promises";
import { type Config, parseConfig, readEnvironment } from "../config.ts";
import type { CliCommand } from "./cli-command.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall registry import|export FILE`: talks to the running product with `OUTFALL_ADMIN_TOKEN`. */
export const REGISTRY: CliCommand = {
  name: "registry",
  usage: "registry import|export FILE",
  meaning:
    "takes the registry document into the running product, or writes it to FILE; needs OUTFALL_ADMIN_TOKEN and OUTFALL_HTTP_PORT",
  async run(args) {
    const [verb, file, ...more] = args;
    if ((verb !== "import" && verb !== "export") || file === undefined || more.length > 0) {
      throw new UsageError(["registry: use `registry import FILE` or `registry export FILE`"]);
    }
    const parsed = parseConfig(readEnvironment());
    if (!parsed.ok) throw UsageError.of(parsed.error);
    return verb === "import" ? importFile(parsed.value, file) : exportFile(parsed.value, file);
  },
};

async function importFile(config: Config, file: string): Promise<number> {
  const answer = await call(config, { method: "PUT", body: await readFile(file, "utf8") });
  const body = await answer.text();
  (answer.ok ? process.stdout : process.stderr).write(`${body}\n`);
  return answer.ok ? 0 : 1;
}

async function exportFile(config: Config, file: string): Promise<number> {
  const answer = await call(config, { method: "GET" });
  const body = await answer.text();
  if (!answer.ok) {
    process.stderr.write(`${body}\n`);
    return 1;
  }
  const text = `${JSON.stringify(JSON.parse(body), null, 2)}\n`;
  if (file === "-") process.stdout.write(text);
  else await writeFile(file, text);
  return 0;
}

async function call(config: Config, request: { readonly method: string; readonly body?: string }): Promise<Response> {
  const token = config.adminToken?.reveal();
  if (token === undefined) throw new UsageError(["OUTFALL_ADMIN_TOKEN is needed to talk to the running product"]);
  const url = `http://${config.host}:${config.httpPort}/api/v1/registry`;
  try {
    return await fetch(url, { ...request, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" } });
  } catch {
    throw new Error(`no answer from ${url}: is the product running there?`);
  }
}
