import type { OwnMail } from './mails/own-mail.ts';

const word = (text: string) =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
const header = (value: string) => value.replace(/[^\x20-\x7e]+/g, (run) => word(run));

function rfc822Date(iso: string): string {
  const [, day, time, offset] = /^(\S{10})T(\S{8})(\S+)$/.exec(iso)!;
  const [year, month, date] = day!.split('-').map(Number) as [number, number, number];
  const name = new Date(Date.UTC(year, month - 1, date)).toUTCString();
  return `${name.slice(0, 16)} ${time} ${offset!.replace(':', '')}`;
}

/** An own mail as the bytes of a message that the company's receiver let through. */
export function ownMailSource(mail: OwnMail, receiver = 'mx.castlemere.example'): Buffer {
  const domain = /@([^>\s]+)/.exec(mail.from)![1]!;
  const lines = [
    `From: ${header(mail.from)}`,
    `To: ${header(mail.to)}`,
    ...(mail.cc ? [`Cc: ${header(mail.cc)}`] : []),
    `Date: ${rfc822Date(mail.date)}`,
    `Subject: ${word(mail.subject)}`,
    `Message-ID: <${mail.id.toLowerCase()}@${domain}>`,
    `Authentication-Results: ${receiver}; dmarc=pass header.from=${domain}`,
    ...(mail.headers ?? []),
    'MIME-Version: 1.0',
    `Content-Type: text/${mail.html ? 'html' : 'plain'}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(mail.body)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

type Task = NonNullable<OwnMail['expected']['tasks']>[number];

const taskLabel = ([evidence, due, assignee, title]: Task, pkg: string | null, optional: boolean) => {
  const dues = Array.isArray(due) ? due : [due];
  return { title, due: dues[0], dueAlt: dues.slice(1), assignee, package: pkg, evidence, altTitles: [], optional };
};

/** The label of an own mail in the form of the shared scorer. */
export function ownMailLabel({ id, body, date, expected }: OwnMail) {
  const pkg = expected.packages?.[0] ?? null;
  const patch = (optional: boolean) =>
    function label([code, field, value]: [string, string, string | number]) {
      return { package: code, field, value, evidence: '', optional, valueAlt: [] };
    };
  const tasks = [
    ...(expected.tasks ?? []).map((one) => taskLabel(one, pkg, false)),
    ...(expected.optionalTasks ?? []).map((one) => taskLabel(one, pkg, true)),
  ];
  const patches = [...(expected.patches ?? []).map(patch(false)), ...(expected.optionalPatches ?? []).map(patch(true))];
  return {
    id,
    file: `${id}.eml`,
    split: 'heldout',
    categories: [],
    lang: /^[\x20-\x7e\n–]*$/.test(body) ? 'en' : 'other',
    date,
    packages: expected.packages ?? [],
    packagesOptional: expected.packagesOptional ?? [],
    tasks,
    patches,
    noAction: !(expected.tasks ?? []).length && !(expected.patches ?? []).length,
    urgency: null,
    flags: expected.flags ?? [],
    forbid: {
      ...(expected.never ? { tasks: expected.never } : {}),
      ...(expected.anyPatchForbidden ? { anyPatch: true } : {}),
    },
    summaryKeywords: [],
  };
}
