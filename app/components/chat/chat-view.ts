import type { ChatMessage, Conversation } from '~server/chat/chat.queries.ts';
import type { Patch } from '../approval/patch-rows.ts';

export type ConversationView = Conversation;

/** What a turn made, as it stands now. */
export type MadeView =
  | { type: 'approval'; code: string; package: string | null; status: string; patch: Patch; own: boolean }
  | {
      type: 'task';
      code: string;
      package: string;
      title: string;
      status: string;
      dueDate: string | null;
      assignee: string | null;
    };

export type MessageView = ChatMessage & { made: MadeView | null };
