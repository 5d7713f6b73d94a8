import { SUBJECTS } from "../../../cases/all-subjects.ts";

/** What a stream begins with: the types of events that tell of casework, and where the rows of each are read. */
export type LiveSubjects = readonly { readonly name: string; readonly path: string }[];

export const LIVE_SUBJECTS: LiveSubjects = SUBJECTS.map(({ name, door }) => ({ name, path: door.path }));
