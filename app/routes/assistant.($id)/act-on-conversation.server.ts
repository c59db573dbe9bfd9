import { redirect } from '@remix-run/node';
import { type FormValues, type PageContext, redirectWithToast } from '~/http/page.server.ts';
import { withdrawApproval } from '~server/approvals/withdraw-approval.ts';
import { askAssistant } from '~server/chat/ask-assistant.ts';
import { deleteConversation } from '~server/chat/delete-conversation.ts';
import { forgetNote } from '~server/chat/forget-note.ts';
import { rememberNote } from '~server/chat/remember-note.ts';
import { renameConversation } from '~server/chat/rename-conversation.ts';
import { updateTask } from '~server/tasks/update-task.ts';

const textOf = (value: FormValues[string] | undefined) => (typeof value === 'string' ? value : '');
const UNDONE = 'Undone in the assistant.';

/** Does what a form of the assistant's page asks for: `intent`; without one it is a question. Throws what the operations throw. */
export async function actOnConversation(
  { db, actor, params, url, request }: PageContext,
  values: FormValues,
): Promise<Response> {
  const here = url.pathname + url.search;
  const done = (text: string, path = here) => redirectWithToast(path, { tone: 'ok', text });
  const code = textOf(values.code);
  switch (values.intent) {
    case 'withdraw':
      await withdrawApproval(db, actor, code, { reason: UNDONE });
      return done(`${code} is withdrawn.`);
    case 'cancel-task':
      await updateTask(db, actor, code, { status: 'cancelled', reason: UNDONE });
      return done(`${code} is cancelled.`);
    case 'rename':
      await renameConversation(db, actor, String(params.id), { title: textOf(values.title) });
      return done('The conversation is renamed.');
    case 'delete':
      await deleteConversation(db, actor, String(params.id));
      return done('The conversation is deleted.', '/assistant');
    case 'remember':
      await rememberNote(db, actor, { text: textOf(values.text), package: textOf(values.package) || null });
      return done('It is remembered.');
    case 'forget':
      await forgetNote(db, actor, textOf(values.note));
      return done('It is forgotten.');
    default: {
      const query = Array.isArray(values.query) ? values.query.at(-1) : values.query;
      const about = textOf(values.package);
      const asked = { query, conversationId: params.id, ...(about && !params.id ? { package: about } : {}) };
      const { conversationId } = await askAssistant(db, actor, asked, request.signal);
      return redirect(`/assistant/${conversationId}#latest`);
    }
  }
}
