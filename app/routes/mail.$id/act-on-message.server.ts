import { type FormValues, type PageContext, redirectWithToast } from '~/http/page.server.ts';
import { orNull } from '~/http/typed-values.server.ts';
import { plainAmount } from '~server/money/money.policy.ts';
import { fileEmail } from '~server/emails/file-email.ts';
import { emailIdOf } from '~server/emails/read-emails.ts';
import { reprocessEmail } from '~server/emails/reprocess-email.ts';
import { replyToEmail } from '~server/emails/reply-to-email.ts';
import { setAsideEmail } from '~server/emails/set-aside-email.ts';
import { forgetLesson } from '~server/filing-rules/delete-filing-rule.ts';
import { retryMail } from '~server/outgoing/retry-mail.ts';
import { isPackageField, PACKAGE_FIELDS } from '~server/packages/package-fields.schema.ts';
import { acceptSuggestion } from '~server/suggestions/accept-suggestion.ts';
import { confirmEmailSender } from '~server/suggestions/confirm-sender.ts';
import { dismissSuggestion } from '~server/suggestions/dismiss-suggestion.ts';
import { suggestionIdOf } from '~server/suggestions/suggestion-id.ts';

const textOf = (value: FormValues[string] | undefined) => (typeof value === 'string' ? value : '');

/** The ticked fields of a change, and what stands in their controls. */
function changeOf(values: FormValues) {
  const fields = [values.fields ?? []].flat();
  const typed = fields.flatMap((field) => {
    const text = values[field];
    if (typeof text !== 'string') return [];
    const money = isPackageField(field) && PACKAGE_FIELDS[field].kind === 'money';
    return [[field, money ? plainAmount(text) : text]];
  });
  return { fields, values: Object.fromEntries(typed) as Record<string, string> };
}

/** The files chosen in a form, as the API takes them; a control left empty sends one without a name. */
function attachmentsOf(form: FormData) {
  const files = form.getAll('attachments').filter((value) => typeof value !== 'string' && value.name !== '') as File[];
  return Promise.all(
    files.map(async (file) => ({
      filename: file.name,
      ...(/^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? { contentType: file.type } : {}),
      content: Buffer.from(await file.arrayBuffer()).toString('base64'),
    })),
  );
}

/** Does what a form of the message page asks for: `intent`. Throws what the operations throw. */
export async function actOnMessage(
  { db, actor, params, url }: PageContext,
  values: FormValues,
  form: FormData,
): Promise<Response> {
  const id = String(params.id);
  const expectedVersion = values.version === undefined ? undefined : Number(values.version);
  const done = (text: string) => redirectWithToast(url.pathname + url.search, { tone: 'ok', text });
  const suggestion = () => suggestionIdOf(textOf(values.suggestion));
  switch (values.intent) {
    case 'propose': {
      const change = changeOf(values);
      const reason = textOf(values.reason);
      const { created } = await acceptSuggestion(db, actor, suggestion(), { ...change, ...(reason ? { reason } : {}) });
      return done(`${created.code} is proposed; somebody else decides it.`);
    }
    case 'create': {
      const { created } = await acceptSuggestion(db, actor, suggestion(), {
        title: textOf(values.title),
        dueDate: orNull(textOf(values.dueDate)),
        assignee: orNull(textOf(values.assignee)),
        ...(textOf(values.package) ? { package: textOf(values.package) } : {}),
      });
      return done(`${created.code} is created.`);
    }
    case 'move': {
      const reason = textOf(values.reason);
      const { created } = await acceptSuggestion(db, actor, suggestion(), {
        dueDate: orNull(textOf(values.dueDate)),
        ...(reason ? { reason } : {}),
      });
      return done(`${created.code} is moved.`);
    }
    case 'dismiss': {
      const fields = values.fields === undefined ? {} : { fields: [values.fields].flat() };
      await dismissSuggestion(db, actor, suggestion(), fields);
      return done('Dismissed.');
    }
    case 'confirm-sender': {
      const { address } = await confirmEmailSender(db, actor, id);
      return done(`${address} is confirmed: the changes may be proposed.`);
    }
    case 'reply': {
      const { id: replyId } = await replyToEmail(db, actor, emailIdOf(id), {
        text: textOf(values.text),
        to: textOf(values.to),
        cc: textOf(values.cc),
        subject: textOf(values.subject),
        attachments: await attachmentsOf(form),
      });
      const kept = new URLSearchParams(url.search);
      kept.delete('do');
      return redirectWithToast(`/mail/${replyId}?${kept.toString()}`, { tone: 'ok', text: 'The reply is on its way.' });
    }
    case 'send-again':
      await retryMail(db, actor, textOf(values.outgoing));
      return done('It is sent again.');
    case 'reprocess':
      await reprocessEmail(db, actor, id);
      return done('It is being read again.');
    case 'forget': {
      const { rule } = await forgetLesson(db, actor, textOf(values.rule));
      return done(`Forgotten: ${rule}.`);
    }
    case 'aside':
    case 'bring-back': {
      const aside = values.intent === 'aside';
      await setAsideEmail(db, actor, id, { aside, expectedVersion });
      return done(aside ? 'It waits no longer.' : 'It waits in triage again.');
    }
    case 'remove': {
      const filed = await fileEmail(db, actor, id, { package: values.package, status: 'removed', expectedVersion });
      return done(`Taken away from ${filed.package}.`);
    }
    default: {
      const { package: code, from } = values;
      const filed = await fileEmail(db, actor, id, { package: code, expectedVersion, ...(from ? { from } : {}) });
      const lesson = filed.taught ? ' PMIS will file the like from now on.' : '';
      return done(`${from ? 'Moved to' : 'Filed under'} ${filed.package}.${lesson}`);
    }
  }
}
