import type { RegistryProblem, RegistryWarning } from "./problem-codes.ts";
import type { Registry } from "./registry.ts";
import type { Upstream, UpstreamDevice } from "./upstream.ts";

/** What a new registry version changed, by table: ids added, changed and removed. */
export type RegistryChanges = Readonly<
  Record<string, { readonly added: readonly string[]; readonly changed: readonly string[]; readonly removed: readonly string[] }>
>;

export interface RegistryAnswer {
  /** The version that is in force now: the journal entry it came with. */
  readonly version: number;
  readonly changed: RegistryChanges;
  readonly warnings: readonly RegistryWarning[];
  /** Findings whose verdict the new version revised. */
  readonly revised: readonly string[];
  /** Only where it was asked what a document would do, and nothing was changed. */
  readonly preview?: RegistryPreview;
}

/** What a version would do to what was found before. */
export interface RegistryPreview {
  /** Findings that it would withdraw, by what they are now. */
  readonly withdraws: { readonly confirmed: number; readonly provisional: number; readonly exempted: number };
  /** Findings that it would open or bring back. */
  readonly opens: number;
  /** Findings that would stand with another value, limit, level or status. */
  readonly revises: number;
  /** False when more periods would be judged again than were looked at: the numbers are the least there will be. */
  readonly complete: boolean;
}

/** A registry is not taken: as it is wrong, or as another version is in force than the one it was made from. */
export type RegistryRefusal =
  | { readonly code: "registry-invalid"; readonly problems: readonly RegistryProblem[] }
  /** Findings or cases of the past stand on rows that the document leaves out. */
  | { readonly code: "findings-stand-on-it"; readonly problems: readonly RegistryProblem[] }
  | { readonly code: "precondition-failed"; readonly version: number }
  | { readonly code: "idempotency-key-reused" };

/** A secret as it comes in: clear text, or a mark that what is stored stays. */
export type IncomingSecret = string | { readonly set: true };

/** A registry document whose shape is right, with secrets as they came in. Not yet checked for references. */
export type IncomingRegistry = Omit<Registry, "devices" | "upstreams" | "law" | "lawConfirmations"> & {
  readonly upstreams?: readonly IncomingUpstream[];
  readonly devices: readonly (Omit<Registry["devices"][number], "hj212Password" | "mqttSecret" | "sm4Key" | "sm4KeyNew"> & {
    readonly hj212Password?: IncomingSecret;
    readonly mqttSecret?: IncomingSecret;
    /** 32 hex digits, or the 16 characters that 1014 carries (NewSK). */
    readonly sm4Key?: IncomingSecret;
    readonly sm4KeyNew?: IncomingSecret;
  })[];
};

/** An upstream as it comes in. */
export type IncomingUpstream = Omit<Upstream, "devices" | "password"> & {
  readonly password?: IncomingSecret;
  readonly devices?: readonly (Omit<UpstreamDevice, "password"> & { readonly password?: IncomingSecret })[];
};
