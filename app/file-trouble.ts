import type { FileTrouble } from "../words/settings.ts";

const TROUBLES: Readonly<Record<string, Exclude<FileTrouble["code"], "other-trouble">>> = {
  ENOENT: "no-such-file",
  EISDIR: "is-a-folder",
  ENOTDIR: "below-a-file",
  EEXIST: "is-a-file",
  EACCES: "no-right",
  EPERM: "no-right",
  EROFS: "read-only",
  ENOSPC: "no-space",
  EMFILE: "too-many-open-files",
};

/** Why a file or folder cannot be had, instead of the system's code. */
export function fileTrouble(error: unknown): FileTrouble {
  const { code = "", message = String(error) } = error as NodeJS.ErrnoException;
  const known = TROUBLES[code];
  return known === undefined ? { code: "other-trouble", facts: { technical: message } } : { code: known, facts: {} };
}
