import type { ImapFlow } from 'imapflow';
import type { ImapAccount } from '../source-config.schema.ts';

/**
 * Does with stored messages of the open mailbox what the account asks for: marks them as read, sets a keyword, or moves
 * them. Nothing is ever deleted. Doing it twice changes nothing. Throws where the server refuses.
 */
export async function markMessages(client: ImapFlow, account: ImapAccount, uids: readonly number[]): Promise<void> {
  if (uids.length === 0 || account.after === 'nothing') return;
  const range = uids.join(',');
  if (account.after === 'move') {
    // Without both, moving means to expunge what somebody else has marked as deleted.
    if (!client.capabilities.has('MOVE') && !client.capabilities.has('UIDPLUS'))
      throw new Error('This server cannot move a message without deleting others: use "after": "seen".');
    const moved = () => client.messageMove(range, account.moveTo, { uid: true }).catch(() => false as const);
    if (await moved()) return;
    await client.mailboxCreate(account.moveTo).catch(() => undefined);
    if (!(await moved())) throw new Error(`The server did not move it to ${account.moveTo}.`);
    return;
  }
  const flag = account.after === 'seen' ? '\\Seen' : account.flag;
  if (!(await client.messageFlagsAdd(range, [flag], { uid: true })))
    throw new Error(`The server did not set ${flag} on it.`);
}
