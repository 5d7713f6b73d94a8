import { newDeviceSecrets } from "../../api/auth/device-secrets.ts";
import { COMMAND_WORDS } from "../../words/command-help.ts";
import { EXAMPLE_MN, registryExample } from "../../words/registry-example.ts";
import { type Config, parseConfig, readEnvironment } from "../config.ts";
import { askProduct } from "./ask-product.ts";
import type { CliCommand } from "./cli-command.ts";
import { readText, writeOutput } from "./files.ts";
import { productUrl } from "./product-doors.ts";
import { UsageError } from "./usage-error.ts";

const SWITCHES = ["--json", "--preview", "--withdraw"];

/**
 * `outfall registry import|export FILE`: talks to the running product with `OUTFALL_ADMIN_TOKEN`. `outfall registry
 * example` talks to nobody.
 */
export const REGISTRY: CliCommand = {
  name: "registry",
  usage: "registry import|export FILE | example [--preview] [--withdraw] [--json]",
  meaning: COMMAND_WORDS.registry.meaning,
  options: [
    ["--preview", COMMAND_WORDS.registry.preview],
    ["--withdraw", COMMAND_WORDS.registry.withdraw],
    ["--json", COMMAND_WORDS.registry.json],
  ],
  async run(args) {
    const [verb, file, ...more] = args.filter((word) => !SWITCHES.includes(word));
    if (verb === "example" && file === undefined && args.every((word) => word === "example" || word === "--json")) {
      return printExample();
    }
    const asked = ["--preview", "--withdraw"].filter((word) => args.includes(word));
    if (
      (verb !== "import" && verb !== "export") ||
      file === undefined ||
      more.length > 0 ||
      /^-./.test(file) ||
      (verb === "export" && asked.length > 0)
    ) {
      throw UsageError.wrong({ code: "use-instead", facts: { usage: this.usage } });
    }
    const parsed = parseConfig(readEnvironment());
    if (!parsed.ok) throw UsageError.of(parsed.error);
    return verb === "import" ? importFile(parsed.value, file, asked) : exportFile(parsed.value, file);
  },
};

/** A document to begin from. Its device has secrets of its own each time, so that nobody's are known. */
function printExample(): number {
  const document = registryExample(newDeviceSecrets(EXAMPLE_MN));
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  return 0;
}

async function importFile(config: Config, file: string, asked: readonly string[]): Promise<number> {
  const document = await readText(file);
  const answer = await call(config, { method: "PUT", body: document, asked });
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

interface Asked {
  readonly method: string;
  readonly body?: string;
  /** Switches that the route knows by the same name. */
  readonly asked?: readonly string[];
}

async function call(config: Config, { asked = [], ...request }: Asked): Promise<Response> {
  const token = config.adminToken?.reveal();
  if (token === undefined) throw UsageError.wrong({ of: "OUTFALL_ADMIN_TOKEN", code: "token-needed", facts: {} });
  const query = asked.map((word) => `${word.slice(2)}=true`).join("&");
  const path = `/api/v1/registry${query === "" ? "" : `?${query}`}`;
  return askProduct({ ...request, product: productUrl(config), path, token });
}
