const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "is a folder, not a file",
  ENOTDIR: "lies below something that is a file, not a folder",
  EEXIST: "is a file, not a folder",
  EACCES: "this user has no right to it",
  EPERM: "this user has no right to it",
  EROFS: "the file system is read-only",
  ENOSPC: "there is no space left on the disk",
  EMFILE: "too many open files",
};

/** Why a file or folder cannot be had, in words instead of the system's code. */
export function reasonInWords(error: unknown): string {
  const { code = "", message = String(error) } = error as NodeJS.ErrnoException;
  return WORDS[code] ?? message;
}
