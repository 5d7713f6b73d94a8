import { type Config, parseConfig, readEnvironment } from "../config.ts";
import type { CliCommand } from "./cli-command.ts";
import { readInput, writeOutput } from "./files.ts";
import { productUrl } from "./product-doors.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall registry import|export FILE`: talks to the running product with `OUTFALL_ADMIN_TOKEN`. */
export const REGISTRY: CliCommand = {
  name: "registry",
  usage: "registry import|export FILE [--json]",
  meaning:
    "takes the registry document into the running product, or writes it to FILE; - is standard input or output. Needs OUTFALL_ADMIN_TOKEN and OUTFALL_HTTP_PORT (0: the product that runs on OUTFALL_DATA_DIR)",
  options: [["--json", "the answer as JSON, which it is in any case: what changed, or every problem with its place"]],
  async run(args) {
    const [verb, file, ...more] = args.filter((word) => word !== "--json");
    if ((verb !== "import" && verb !== "export") || file === undefined || more.length > 0 || /^-./.test(file)) {
      throw new UsageError(["registry: use `registry import FILE` or `registry export FILE`"]);
    }
    const parsed = parseConfig(readEnvironment());
    if (!parsed.ok) throw UsageError.of(parsed.error);
    return verb === "import" ? importFile(parsed.value, file) : exportFile(parsed.value, file);
  },
};

async function importFile(config: Config, file: string): Promise<number> {
  const document = (await readInput(file)).toString("utf8");
  const answer = await call(config, { method: "PUT", body: document });
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
  await writeOutput(file, `${JSON.stringify(JSON.parse(body), null, 2)}\n`);
  return 0;
}

async function call(config: Config, request: { readonly method: string; readonly body?: string }): Promise<Response> {
  const token = config.adminToken?.reveal();
  if (token === undefined) throw new UsageError(["OUTFALL_ADMIN_TOKEN is needed to talk to the running product"]);
  const url = `${productUrl(config)}/api/v1/registry`;
  try {
    return await fetch(url, { ...request, headers: { authorization: `Bearer ${token}`, "content-type": "application/json" } });
  } catch {
    throw new Error(`no answer from ${url}: is the product running there?`);
  }
}
