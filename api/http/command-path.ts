import type { CommandKind, Subject } from "../../core/casework/subject.ts";

/** A kind of command, and the subject that it is of. */
export interface SubjectCommand {
  readonly subject: Subject;
  readonly kind: CommandKind;
}

/** Where a command is asked: at the path of its subject, or under the id of a row. */
export function pathOfCommand({ subject, kind }: SubjectCommand): string {
  const path = `/api/v1/${subject.door.path}`;
  return kind.place === null ? path : `${path}/:id/${kind.place}`;
}
