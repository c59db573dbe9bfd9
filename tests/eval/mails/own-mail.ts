/** What a mail should be read as. Task: [evidence, due (several: any of them; null: none), assignee, title]. */
export type ExpectedTask = [
  evidence: string,
  due: string | null | (string | null)[],
  assignee: string | null,
  title: string,
];
/** Patch: [package, field, value]. */
export type ExpectedPatch = [pkg: string, field: string, value: string | number];

export type Expected = {
  packages?: string[];
  packagesOptional?: string[];
  tasks?: ExpectedTask[];
  optionalTasks?: ExpectedTask[];
  patches?: ExpectedPatch[];
  optionalPatches?: ExpectedPatch[];
  flags?: string[];
  /** Patterns of tasks that must never appear. */
  never?: string[];
  anyPatchForbidden?: boolean;
};

/** A mail written for this check; `html` makes it HTML only. */
export type OwnMail = {
  id: string;
  from: string;
  to: string;
  cc?: string;
  /** `YYYY-MM-DDTHH:MM:SS±HH:MM`. */
  date: string;
  subject: string;
  headers?: string[];
  html?: boolean;
  body: string;
  expected: Expected;
};
