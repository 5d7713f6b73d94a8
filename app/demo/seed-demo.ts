import { hash } from "@node-rs/argon2";
import { DECIDE_DECLARATION, DECLARE } from "../../cases/declaration/declaration-commands.ts";
import type { CommandBus } from "../../core/casework/command-bus.ts";
import { commandOf } from "../../core/casework/command-of.ts";
import type { Clock } from "../../core/clock.ts";
import type { Actor } from "../../core/people/actor.ts";
import type { IdentityStore } from "../../core/people/identity.ts";
import type { RecordsView } from "../../core/records/records.ts";
import { ancestorsOf, cellOfEnterprise, indexRegistry } from "../../core/registry/grid.ts";
import type { IncomingRegistry } from "../../core/registry/incoming-registry.ts";
import type { Registry } from "../../core/registry/registry.ts";
import { type DemoAccountSeed, type DemoPlace, demoAccounts } from "../../simulators/demo/demo-accounts.ts";
import { DEMO_DECLARATIONS, DEMO_ENTERPRISE, DEMO_NAME, demoRegistry } from "../../simulators/demo/demo-district.ts";

const ENGINE: Actor = { id: "demo", name: DEMO_NAME, roles: ["administrator"], cells: [], enterprise: null, person: null };

export interface SeedDeps {
  readonly commands: CommandBus;
  readonly records: RecordsView;
  readonly identity: IdentityStore;
  readonly clock: Clock;
}

/**
 * Gives an empty installation the demo district: registry, accounts, and the declaration that one plant has consent
 * for. An installation that has a registry keeps it.
 */
export async function seedDemo(deps: SeedDeps): Promise<readonly DemoAccountSeed[]> {
  const document = demoRegistry();
  const accounts = demoAccounts(placeOf(document));
  if ((await deps.records.registrySeq()) === 0) {
    const put = await deps.commands.putRegistry(document, ENGINE);
    if (!put.ok) throw new Error(`the demo registry is not valid: ${JSON.stringify(put.error)}`);
    await declareAll(deps);
  }
  await Promise.all(accounts.map((account) => seedAccount(deps, account)));
  return accounts;
}

async function declareAll({ commands, clock }: SeedDeps): Promise<void> {
  for (const seed of DEMO_DECLARATIONS) {
    const specialist: Actor = { ...ENGINE, roles: ["enterprise-specialist"], enterprise: seed.enterprise };
    const now = clock.now();
    const declared = await commands.submit(
      commandOf(DECLARE, {
        actor: specialist,
        subject: null,
        body: {
          enterprise: seed.enterprise,
          outlets: seed.outlets,
          pollutants: seed.pollutants,
          cause: seed.cause,
          from: seed.from(now),
          to: seed.to(now),
          measures: seed.measures,
          note: seed.note,
        },
      }),
    );
    if (!declared.ok) throw new Error(`the demo declaration was declined: ${declared.refusal.code}`);
    if (seed.consent === null) continue;
    const bureau: Actor = { ...ENGINE, roles: ["bureau-staff"] };
    const consent = { decision: "consent", reason: seed.consent } as const;
    await commands.submit(
      commandOf(DECIDE_DECLARATION, { actor: bureau, subject: String(declared.result["id"]), body: consent }),
    );
  }
}

async function seedAccount({ identity, clock }: SeedDeps, account: DemoAccountSeed): Promise<void> {
  if ((await identity.userByName(account.username)) !== undefined) return;
  await identity.saveUser({
    id: `demo-${account.username}`,
    username: account.username,
    passwordHash: await hash(account.password),
    person: account.person,
    name: account.name,
    roles: [account.role],
    cells: account.cells,
    enterprise: account.enterprise,
    ...{ disabled: false, mustChangePassword: false, secondFactor: null },
    createdAt: clock.now(),
  });
}

function placeOf(document: IncomingRegistry): DemoPlace {
  const index = indexRegistry(document as unknown as Registry);
  const own = cellOfEnterprise(index, DEMO_ENTERPRISE);
  const above = own === undefined ? [] : ancestorsOf(index, own.id);
  const [community, street] = [3, 2].map((level) => above.find((cell) => cell.level === level)?.id);
  if (community === undefined || street === undefined) throw new Error("the demo enterprise belongs to no community or street");
  return { community, street, enterprise: DEMO_ENTERPRISE };
}
