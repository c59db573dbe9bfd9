import { chatInput, chatOutput } from '~server/chat/chat.schema.ts';
import type { Endpoint } from './endpoint.ts';

/** The assistant. */
export const chatEndpoints: Endpoint[] = [
  {
    method: 'post',
    path: '/api/chat',
    tag: 'Assistant',
    summary: 'Ask the assistant',
    description:
      'Answers with evidence, creates a task, or proposes a change that another person decides; it never decides itself. Without conversationId a conversation begins. With Accept: application/json the answer below; otherwise the same as a UI message stream (text/event-stream, AI SDK 6), whose data-answer part carries it.',
    scope: 'read',
    body: chatInput,
    answers: { 200: { about: 'The answer.', schema: chatOutput } },
    refusals: [404],
  },
];
