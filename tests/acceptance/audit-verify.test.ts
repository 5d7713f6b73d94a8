import { join } from "node:path";
import { expect, test } from "vitest";
import { openLibsql } from "../../storage/journal/connection.ts";
import { finished, Product, runOutfall } from "../support/product.ts";

// Behaviour
test("outfall audit verify says that the audit is whole, and names the line that somebody changed or took out", async () => {
  await using product = await Product.start();
  for (const name of ["a", "b", "c"]) await product.ask("POST", "/api/v1/tokens", { name, roles: ["leader"] });
  await product.stop();
  const verify = (...args: readonly string[]) =>
    finished(runOutfall(["audit", "verify", ...args], { OUTFALL_DATA_DIR: product.dataDir }));
  const change = (sql: string) => {
    const file = openLibsql(join(product.dataDir, "records.sqlite"));
    file.exec(sql);
    file.close();
  };

  const whole = await verify("--json");
  expect([whole.code, JSON.parse(whole.out)]).toEqual([0, { ok: true, lines: 3, broken: null }]);
  change("UPDATE audit SET document = replace(document, 'leader', 'auditor') WHERE id = 2");
  const changed = await verify();
  expect([changed.code, changed.out]).toEqual([1, expect.stringContaining("line 2 of the audit (token.make) was changed")]);
  change("DELETE FROM audit WHERE id = 3");
  change("UPDATE audit SET document = replace(document, 'auditor', 'leader') WHERE id = 2");
  expect(JSON.parse((await verify("--json")).out)).toMatchObject({ ok: false, broken: { id: 3 } });
});
