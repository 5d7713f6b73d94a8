import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseConfig } from "./config.ts";
import { withSecretFiles } from "./secret-files.ts";

const root = mkdtempSync(join(tmpdir(), "outfall-secrets-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const TOKEN = "an-administrator-token-of-this-test";
const file = join(root, "token");
writeFileSync(file, `${TOKEN}\n`);

// Behaviour
test("a secret may stand in a file that its setting names, and a file that is not there is a problem of that name", () => {
  const parsed = parseConfig(withSecretFiles({ OUTFALL_ADMIN_TOKEN_FILE: file, OUTFALL_LOG_LEVEL: "warn" }));

  expect(parsed.ok && parsed.value.adminToken?.reveal()).toBe(TOKEN);
  expect(parsed.ok && parsed.value.logLevel).toBe("warn");
  for (const wrong of [
    { OUTFALL_ADMIN_TOKEN_FILE: join(root, "none") },
    { OUTFALL_ADMIN_TOKEN_FILE: file, OUTFALL_ADMIN_TOKEN: TOKEN },
  ]) {
    expect(parseConfig(withSecretFiles(wrong))).toMatchObject({
      ok: false,
      error: [{ pointer: "OUTFALL_ADMIN_TOKEN_FILE", code: "file-not-taken" }],
    });
  }
  expect(parseConfig(withSecretFiles({ OUTFALL_HOST_FILE: file }))).toMatchObject({ error: [{ code: "unknown-setting" }] });
});
