import { err, ok, type Result } from "../result.ts";
import { checkRegistry } from "./check-registry.ts";
import { compareRegistries } from "./compare-registries.ts";
import type { IncomingRegistry, RegistryAnswer, RegistryRefusal } from "./incoming-registry.ts";
import type { LawRow } from "./law-row.ts";
import type { Registry } from "./registry.ts";
import { sealRegistry } from "./seal-registry.ts";
import type { Secrets } from "./secrets.ts";

/** A document that may become the next version, and what it changes. */
export interface PreparedRegistry extends Pick<RegistryAnswer, "version" | "changed" | "warnings"> {
  readonly registry: Registry;
  /** False when the document says what is in force already. `version` is the one in force. */
  readonly isNew: boolean;
}

/** What a document is compared with. */
export interface RegistryInForce {
  readonly newest: { readonly seq: number; readonly registry: Registry } | undefined;
  /** The version that the sender has seen (0: none); `undefined` when any will do. */
  readonly expected: number | undefined;
  /** The rows of the law that a first version begins with; later ones keep those of the version before. */
  readonly firstLaw?: readonly LawRow[] | undefined;
}

/**
 * Decides whether a document may become the next version of the registry: nothing has changed since its sender looked,
 * its secrets can be kept, and no row is wrong. All or nothing.
 */
export function prepareRegistry(
  document: IncomingRegistry,
  { newest, expected, firstLaw }: RegistryInForce,
  secrets: Secrets,
): Result<PreparedRegistry, RegistryRefusal> {
  const version = newest?.seq ?? 0;
  if (expected !== undefined && expected !== version) return err({ code: "precondition-failed", version });
  const before = newest?.registry;
  const sealed = sealRegistry(document, before, secrets);
  if (!sealed.ok) return err({ code: "registry-invalid", problems: sealed.error });
  const { law, lawConfirmations } = before ?? { law: firstLaw };
  const registry = { ...sealed.value, ...(law && { law }), ...(lawConfirmations && { lawConfirmations }) };
  const { problems, warnings } = checkRegistry(registry);
  if (problems.length > 0) return err({ code: "registry-invalid", problems });
  const changed = compareRegistries(before, registry);
  const isNew = before === undefined || Object.keys(changed).length > 0;
  return ok({ registry, version, changed, warnings, isNew });
}
