import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { COLLECTIONS } from "../cases/all-subjects.ts";
import type { Role } from "../core/people/rights.ts";
import { startPostgres } from "../scripts/harness/postgres-server.ts";
import { type OpenedRecords, openPostgresRecords, openSqliteRecords } from "../storage/records/open-records.ts";
import { type ApiFixture, startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { aBatch, T0 } from "../tests/support/records-facts.ts";
import { runs } from "../tests/support/runs.ts";

const EVIL: readonly string[] = [
  ...["a\u0000b", "\u0000", "\ud800", "x\udc00", "..", "__proto__", "constructor", "' OR 1=1 --", "%_\\", "=1+1", "{}", " "],
  ...["\u202e", "\ufeff", "𠮷", "-1", "1e400", "2026-02-30T00:00:00Z", "a".repeat(5_000)],
];
/** How many of them stand in one field: in `npm test` the fields share them out. */
const A_FIELD = runs(EVIL.length);
const UNWRITABLE = /[\0\p{Surrogate}]/u;

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}
interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
}

/** A text field of a route: what is sent when it says `text`. */
interface Field {
  readonly name: string;
  send(text: string): { readonly url: string; readonly payload?: object };
}

/** A value of the form of a schema, and the places in it where text stands. */
function sample(
  schema: Schema,
  path: readonly string[] = [],
): { readonly value: unknown; readonly texts: readonly (readonly string[])[] } {
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice !== undefined) return sample(choice, path);
  if (schema.const !== undefined) return { value: schema.const, texts: [] };
  if (schema.enum !== undefined) return { value: schema.enum[0], texts: [path] };
  if (schema.type === "object") {
    const parts = Object.entries(schema.properties ?? {}).map(([name, part]) => [name, sample(part, [...path, name])] as const);
    return {
      value: Object.fromEntries(parts.map(([name, part]) => [name, part.value])),
      texts: parts.flatMap(([, part]) => part.texts),
    };
  }
  if (schema.type === "array") {
    const item = sample(schema.items ?? {}, [...path, "0"]);
    return { value: [item.value], texts: item.texts };
  }
  if (schema.type === "number" || schema.type === "integer") return { value: 1, texts: [] };
  if (schema.type === "boolean") return { value: true, texts: [] };
  return { value: "2026-11-23T00:00:00Z", texts: [path] };
}

function withText(value: unknown, [key, ...rest]: readonly string[], text: string): unknown {
  if (key === undefined) return text;
  const inner = (value as Readonly<Record<string, unknown>>)[key];
  if (Array.isArray(value)) return value.map((item, i) => (String(i) === key ? withText(item, rest, text) : item));
  return { ...(value as object), [key]: withText(inner, rest, text) };
}

function fieldsOf(path: string, { parameters = [], requestBody }: Operation): readonly Field[] {
  const inPath = new Map(parameters.map(({ name, schema }) => [name, String(schema?.enum?.[0] ?? "x")]));
  const bare = (name?: string, text = "x"): string =>
    path.replaceAll(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(part === name ? text : (inPath.get(part) ?? "x")));
  // A cursor that is none of ours is refused before its text is looked at.
  const readable = parameters.filter(({ name }) => name !== "cursor");
  const [content] = Object.values(requestBody?.content ?? {});
  const { value, texts } = content === undefined ? { value: undefined, texts: [] } : sample(content.schema);
  const body = value === undefined ? {} : { payload: value as object };
  const asked = readable.map(({ name, in: where }): Field => {
    const url = (text: string): string => {
      // Half a character cannot be written in an address.
      const sent = /\p{Surrogate}/u.test(text) ? "\0" : text;
      return where === "path" ? bare(name, sent) : `${bare()}?${name}=${encodeURIComponent(sent)}`;
    };
    return { name: `${where} ${name}`, send: (text) => ({ url: url(text), ...body }) };
  });
  const written = texts.map((place): Field => {
    return {
      name: `body /${place.join("/")}`,
      send: (text) => ({ url: bare(), payload: withText(value, place, text) as object }),
    };
  });
  return [...asked, ...written];
}

const server = await startPostgres();
const folder = mkdtempSync(join(tmpdir(), "outfall-evil-"));
const STORES: readonly (readonly [string, () => Promise<OpenedRecords>])[] = [
  ["SQLite", () => openSqliteRecords({ file: join(folder, "records.sqlite"), mode: "writer", collections: COLLECTIONS })],
  ...(server === undefined
    ? []
    : [["PostgreSQL", async () => openPostgresRecords({ url: await server.newDatabase(), collections: COLLECTIONS })] as const]),
];
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

/** Whoever holds every power, so that no route says that the role may not. */
const ALL: readonly Role[] = ["administrator", "bureau-staff", "duty-desk", "leading-group-office", "enterprise-specialist"];
/** Streams stay open; who logs in is slowed down, which is tried in session.test.ts. */
const APART = new Set(["/api/v1/live", "/api/v1/session"]);

async function started(opened: OpenedRecords): Promise<{ fixture: ApiFixture; token: string }> {
  await opened.records.commit(aBatch(1, { registries: [{ seq: 1, at: T0, registry: twoPlants() }] }));
  const fixture = await startApi({ records: opened.records, identity: opened.identity });
  const payload = { name: "all", roles: ALL, enterprise: "e1" };
  const made = await fixture.as("admin", "POST", "/api/v1/tokens", { payload });
  return { fixture, token: made.json<{ token: string }>().token };
}

describe.each(STORES)("over %s", (_name, open) => {
  // Behaviour
  test("whatever text stands in whatever field of whatever route, nothing breaks, and text that no store takes is refused by its name", async () => {
    const opened = await open();
    const { fixture, token } = await started(opened);
    const { paths } = (await fixture.api.inject("/openapi.json")).json<{ paths: Record<string, Record<string, Operation>> }>();
    const broken: string[] = [];
    let [fields, sent] = [0, 0];
    for (const [path, operations] of Object.entries(paths)) {
      if (APART.has(path)) continue;
      for (const [method, operation] of Object.entries(operations)) {
        for (const field of fieldsOf(path, operation)) {
          fields += 1;
          for (let i = 0; i < A_FIELD; i += 1) {
            const text = EVIL[(fields * A_FIELD + i) % EVIL.length] ?? "";
            fixture.answers.push({ seq: 1, ok: false, refusal: { status: 404, code: "not-found", facts: {} } });
            const answer = await fixture.api.inject({
              method: method.toUpperCase() as "GET",
              headers: { authorization: `Bearer ${token}` },
              ...field.send(text),
            });
            fixture.answers.length = 0;
            sent += 1;
            const isNamed = answer.statusCode === 400 && answer.body.includes('"code":"unwritable-text"');
            if (answer.statusCode >= 500 || (UNWRITABLE.test(text) && !isNamed)) {
              broken.push(`${method} ${path} ${field.name} ${JSON.stringify(text).slice(0, 40)}: ${answer.statusCode}`);
            }
          }
        }
      }
    }

    expect(broken).toEqual([]);
    expect([fields > 100, sent]).toEqual([true, fields * A_FIELD]);
    for (const command of fixture.commands) expect(JSON.stringify(command)).not.toMatch(/\\u0000|\\ud[89a-f]/);
    await fixture.api.close();
    await opened.close();
  }, 300_000);
});
