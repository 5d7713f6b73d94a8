import { ApiError, putTagged } from "../../api/client.ts";

/** What a change of the registry does, as the server says it: before it takes effect, with what becomes of findings. */
export interface ImportAnswer {
  readonly changed: Readonly<Record<string, Readonly<Record<"added" | "changed" | "removed", readonly string[]>>>>;
  readonly warnings: readonly { readonly pointer: string; readonly message: string }[];
  readonly preview?: {
    readonly withdraws: Readonly<Record<"confirmed" | "provisional" | "exempted", number>>;
    readonly opens: number;
    readonly revises: number;
    readonly complete: boolean;
  };
}

/** A document that was looked at and has not taken effect. */
export interface Looked {
  readonly document: unknown;
  readonly withdraw: boolean;
  readonly answer: ImportAnswer;
  /** The version that it was looked at beside: it takes effect only while that one is in force. */
  readonly version: string;
}

/** Asks what the document would change. */
export async function lookAhead(document: unknown, withdraw: boolean): Promise<Looked> {
  const { answer, version } = await putTagged<ImportAnswer>(`/registry?preview=true${also(withdraw)}`, document);
  return { document, withdraw, answer, version };
}

/** Puts into force what was looked at. */
export async function takeEffect({ document, withdraw, version }: Looked): Promise<void> {
  await putTagged(`/registry${withdraw ? "?withdraw=true" : ""}`, document, version === '"0"' ? undefined : version);
}

function also(withdraw: boolean): string {
  return withdraw ? "&withdraw=true" : "";
}

/** True when the document is refused only because findings stand on what it leaves out. */
export function standsOnFindings(error: unknown): boolean {
  return error instanceof ApiError && error.code === "findings-stand-on-it";
}

/** What would change, a line a table. */
export function changesIn({ changed }: ImportAnswer): readonly Readonly<Record<"table", string> & Record<Counted, number>>[] {
  return Object.entries(changed).map(([table, { added, changed: other, removed }]) => ({
    ...{ table, added: added.length, changed: other.length, removed: removed.length },
  }));
}

type Counted = "added" | "changed" | "removed";
