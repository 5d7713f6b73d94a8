import type { Clock } from "../../core/clock.ts";
import type { RecordsView } from "../../core/records/records.ts";
import { channelsWithoutDates } from "../../core/registry/check-registry-change.ts";
import type { IncomingRegistry, RegistryRefusal } from "../../core/registry/incoming-registry.ts";
import type { LawRow } from "../../core/registry/law-row.ts";
import { datedSecrets } from "../../core/registry/old-keys.ts";
import { type PreparedRegistry, prepareRegistry, type RegistryInForce } from "../../core/registry/prepare-registry.ts";
import type { RegistryProblem } from "../../core/registry/problem-codes.ts";
import type { Secrets } from "../../core/registry/secrets.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { casesHandedOver, limitsThatWithdraw, standingOnLeftOut } from "./what-stands.ts";

/** What a document is prepared with. */
export interface ChangeDeps {
  readonly records: Pick<RecordsView, "standingFindings" | "findings" | "subjects">;
  readonly secrets: Secrets;
  readonly clock: Pick<Clock, "now">;
  /** True when who dials there comes out at our own door; never when left out. */
  readonly isOwnDoor?: (host: string, port: number) => boolean;
  /** The rows of the law that are shipped; none when left out. */
  readonly firstLaw?: readonly LawRow[];
}

/**
 * Decides whether a document may become the next version, also beside what was found and recorded under the one before:
 * nothing of the past loses the row that it stands on, or gets another meaning, unless `withdraw` says so.
 */
export async function prepareChange(
  { records, secrets, clock, isOwnDoor = () => false, firstLaw }: ChangeDeps,
  document: IncomingRegistry,
  { withdraw, ...inForce }: RegistryInForce & { readonly withdraw: boolean },
): Promise<Result<PreparedRegistry, RegistryRefusal>> {
  const loops = (document.upstreams ?? []).flatMap(({ host, port }, i): readonly RegistryProblem[] =>
    isOwnDoor(host, port) ? [{ pointer: `/upstreams/${i}/host`, code: "upstream-is-own-door", facts: { host, port } }] : [],
  );
  if (loops.length > 0) return err({ code: "registry-invalid", problems: loops });
  const prepared = prepareRegistry(document, { ...inForce, firstLaw }, datedSecrets(secrets, clock.now()));
  const before = inForce.newest?.registry;
  if (!prepared.ok || before === undefined || !prepared.value.isNew) return prepared;
  const { registry, changed, warnings } = prepared.value;
  if (!withdraw) {
    const undated = channelsWithoutDates(before, registry);
    if (undated.length > 0) return err({ code: "registry-invalid", problems: undated });
    const standing = await standingOnLeftOut(records, { before, after: registry, changed });
    if (standing.length > 0) return err({ code: "findings-stand-on-it", problems: standing });
  }
  const losses = await limitsThatWithdraw(records, { before, after: registry, changed });
  const handedOver = await casesHandedOver(records, { before, after: registry, now: clock.now() });
  return ok({ ...prepared.value, warnings: [...warnings, ...losses, ...handedOver] });
}
