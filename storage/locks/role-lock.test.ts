import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { RoleTakenError } from "../../core/failures.ts";
import { bundleProgram } from "../../tests/support/bundle-program.ts";
import { takeRole } from "./role-lock.ts";

test("a role has one holder, other roles and other directories are free", () => {
  const directory = temporaryDirectory();
  const gateway = takeRole({ directory, role: "gateway" });

  expect(() => takeRole({ directory, role: "gateway" })).toThrow(RoleTakenError);
  takeRole({ directory, role: "pipeline" }).release();
  takeRole({ directory: temporaryDirectory(), role: "gateway" }).release();

  gateway.release();
  gateway.release();
  takeRole({ directory, role: "gateway" }).release();
});

test("a role of another process is taken until that process is killed", async () => {
  const directory = temporaryDirectory();
  const program = await bundleProgram(join(import.meta.dirname, "../../tests/support/role-program.ts"));
  onTestFinished(() => rmSync(program.directory, { recursive: true }));
  const holder = spawn(process.execPath, [program.file, directory, "gateway"], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void holder.kill("SIGKILL"));
  await once(holder.stdout, "data");

  expect(() => takeRole({ directory, role: "gateway" })).toThrow(RoleTakenError);
  holder.kill("SIGKILL");
  await once(holder, "exit");

  takeRole({ directory, role: "gateway" }).release();
});

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "outfall-roles-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}
