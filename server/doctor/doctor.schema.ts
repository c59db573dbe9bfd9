export const DOCTOR_STATUSES = ['ok', 'warn', 'fail', 'off'] as const;
export type DoctorStatus = (typeof DOCTOR_STATUSES)[number];

/** One line of the report: what was looked at, how it stands in a sentence, and how to mend it. */
export type DoctorLine = {
  id: string;
  group: string;
  title: string;
  status: DoctorStatus;
  says: string;
  /** Null where there is nothing to do. */
  mend: string | null;
};

export type DoctorReport = {
  /** The worst of the lines. */
  status: 'ok' | 'warn' | 'fail';
  at: string;
  version: string;
  /** False: what costs or goes out (a model's answer, a sign-in at the mail server) was left out. */
  thorough: boolean;
  milliseconds: number;
  lines: DoctorLine[];
};
