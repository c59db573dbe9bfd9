import {
  commentListInput,
  commentOutput,
  createCommentInput,
  deletedCommentOutput,
  editCommentInput,
} from '~server/comments/comment.schema.ts';
import {
  allReadOutput,
  notificationListInput,
  notificationOutput,
  preferencesInput,
  preferencesOutput,
} from '~server/notifications/notification.schema.ts';
import type { Endpoint } from './endpoint.ts';
import { pageOf, reads, writes } from './shapes.ts';

const notifications = { path: '/api/notifications', tag: 'Notifications' };
const preferences = { path: '/api/notifications/preferences', tag: 'Notifications' };

const comments = { path: '/api/comments', tag: 'Comments' };
const comment = { path: '/api/comments/{id}', tag: 'Comments' };

/** What people are told, and what they say to each other. */
export const toldEndpoints: Endpoint[] = [
  reads(
    {
      ...notifications,
      summary: 'List one’s own notifications',
      description: 'The newest first. Nobody is told of his own act, and nobody of the same thing twice.',
      query: notificationListInput,
    },
    'A page of notifications.',
    pageOf(notificationOutput),
  ),
  writes(
    { path: '/api/notifications/{id}/read', tag: 'Notifications', summary: 'Mark one as read', refusals: [404] },
    200,
    'The notification.',
    notificationOutput,
  ),
  writes(
    { path: '/api/notifications/read-all', tag: 'Notifications', summary: 'Mark all of one’s own as read' },
    200,
    'How many were not read.',
    allReadOutput,
  ),
  reads({ ...preferences, summary: 'What one is told by mail' }, 'The caller’s own choice.', preferencesOutput),
  writes(
    {
      ...preferences,
      method: 'patch',
      summary: 'Choose what one is told by mail',
      description: 'What is not named stays as it is. The application itself shows everything either way.',
      body: preferencesInput,
    },
    200,
    'The caller’s own choice.',
    preferencesOutput,
  ),
  reads(
    {
      ...comments,
      summary: 'List the comments on a package, task or approval',
      description:
        '`about` is a code (P-001, T-101, AR-31), or `package:`, `task:` or `approval:` with a code or id. The oldest first.',
      query: commentListInput,
    },
    'A page of comments.',
    pageOf(commentOutput),
  ),
  writes(
    {
      ...comments,
      summary: 'Comment on a package, task or approval',
      description:
        'Tells whose row it is, who wrote there before, and whom the text names by `@` and address, full name, or first name.',
      body: createCommentInput,
    },
    201,
    'The comment.',
    commentOutput,
  ),
  writes(
    {
      ...comment,
      method: 'patch',
      summary: 'Change one’s own comment',
      body: editCommentInput,
      refusals: [404, 409],
    },
    200,
    'The comment.',
    commentOutput,
  ),
  writes(
    {
      ...comment,
      method: 'delete',
      summary: 'Delete one’s own comment',
      description: 'It is shown no more; the audit trail keeps it.',
      refusals: [404],
    },
    200,
    'It is gone.',
    deletedCommentOutput,
  ),
];
