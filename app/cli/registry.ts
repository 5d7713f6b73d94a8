import { COMMAND_WORDS } from "../../words/command-help.ts";
import { type Config, parseConfig, readEnvironment } from "../config.ts";
import { askProduct } from "./ask-product.ts";
import type { CliCommand } from "./cli-command.ts";
import { readInput, writeOutput } from "./files.ts";
import { productUrl } from "./product-doors.ts";
import { UsageError } from "./usage-error.ts";

/** `outfall registry import|export FILE`: talks to the running product with `OUTFALL_ADMIN_TOKEN`. */
export const REGISTRY: CliCommand = {
  name: "registry",
  usage: "registry import|export FILE [--json]",
  meaning: COMMAND_WORDS.registry.meaning,
  options: [["--json", COMMAND_WORDS.registry.json]],
  async run(args) {
    const [verb, file, ...more] = args.filter((word) => word !== "--json");
    if ((verb !== "import" && verb !== "export") || file === undefined || more.length > 0 || /^-./.test(file)) {
      throw UsageError.wrong({ code: "use-instead", facts: { usage: this.usage } });
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
  if (token === undefined) throw UsageError.wrong({ of: "OUTFALL_ADMIN_TOKEN", code: "token-needed", facts: {} });
  return askProduct({ ...request, product: productUrl(config), path: "/api/v1/registry", token });
}
