import type { Milestone, PackageStatus } from '../../packages/package-fields.schema.ts';

/** A package as the reader sees it. Amounts in major units of `currency`; dates `YYYY-MM-DD`, the forecast. */
export type WorldPackage = {
  code: string;
  title: string;
  status: PackageStatus;
  vendor: string | null;
  vendorDomains: string[];
  buyerEmail: string | null;
  currency: string;
  budgetAmount: number | null;
  contractAmount: number | null;
  poNumber: string | null;
} & Partial<Record<Milestone, string | null>>;

export type WorldPerson = { email: string; name: string; title: string | null; role: string; active: boolean };

export type WorldTask = { title: string; package: string | null; assignee: string | null; due: string | null };

/** What the reader knows of the business; plain data, so that the same mail and world always read the same. */
export type WorldView = {
  /** The company's name; its first word is how minutes call us ("Northgate to provide …"). */
  company?: string;
  packages: WorldPackage[];
  people: WorldPerson[];
  internalDomains: string[];
  trustedReceivers: string[];
  openTasks: WorldTask[];
  timeZone: string;
};

export type MailFlag = 'injection' | 'sender_mismatch' | 'ambiguous_package' | 'unknown_package' | 'conflicting_dates';

/** A quote from the message's text: `evidence === text.slice(start, end)`. */
export type Evidence = { evidence: string; start: number; end: number };

export type ReadTask = Evidence & {
  title: string;
  /** `YYYY-MM-DD`, on the sender's local calendar. */
  due: string | null;
  /** E-mail of whoever was asked; a vendor's person when we ask in writing. */
  assignee: string | null;
  package: string | null;
};

export type PatchField = Milestone | 'status' | 'budgetAmount' | 'contractAmount' | 'vendor' | 'currency' | 'buyer';

export type ReadPatch = Evidence & {
  package: string;
  field: PatchField;
  /** Dates `YYYY-MM-DD`, amounts in major units, the buyer as e-mail. */
  value: string | number;
  /** What the package says now. */
  before: string | number | null;
};

/** PRODUCT.md, Email: what was read out of one message. */
export type Understanding = {
  source: 'rules' | 'llm';
  /** The rules' or the prompt's version. */
  version: string;
  /** `provider:model` and the hash of the prompt, where a model read it. */
  model?: string;
  promptHash?: string;
  /** Rules read it and a model is about to. */
  pending?: true;
  /** Why rules read it although a model is set up. */
  fallback?: string;
  language: string | null;
  summary: string;
  urgency: 'low' | 'normal' | 'high';
  packages: string[];
  flags: MailFlag[];
  tasks: ReadTask[];
  patches: ReadPatch[];
};
