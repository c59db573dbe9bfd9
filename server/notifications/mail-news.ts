import { env } from '../env.ts';
import type { MailBlock } from '../outgoing/mail-blocks.ts';
import type { NewMail } from '../outgoing/outgoing-row.ts';
import { mailChoiceOf } from './notification.policy.ts';
import type { ToldPerson } from './notification.queries.ts';
import type { News } from './notify.ts';

const PAGES = { package: 'packages', task: 'tasks', approval: 'approvals', email: 'mail' } as const;

/** The absolute address of a page; null where PUBLIC_URL is not set. */
export function pageUrl(path: string): string | null {
  const { PUBLIC_URL } = env();
  return PUBLIC_URL ? `${PUBLIC_URL.replace(/\/+$/, '')}${path}` : null;
}

/** Why the mail came and what an answer does. Answers are taken where mail for MAIL_DOMAIN is received. */
function footer({ about }: News): string {
  const answering = env().MAIL_DOMAIN
    ? `Answer this mail to comment on ${about.code}.${about.type === 'approval' ? ' A decision is made in PMIS only.' : ''}`
    : '';
  const choice = pageUrl('/account#notifications');
  return [answering, choice ? `Choose what you are told by mail: ${choice}` : ''].filter(Boolean).join('\n');
}

/**
 * The mail that tells one person of news at once; null where he does not want such mail or the news has none. It carries
 * a reply address of his own: an answer becomes his comment.
 */
export function mailOfNews(news: News, sentence: string, told: ToldPerson): NewMail | null {
  const choice = mailChoiceOf(told.kind);
  if (choice === null || !told[choice] || !news.mail || news.about.code === null) return null;
  const { type, id, code } = news.about;
  const { title, facts = [], quote } = news.mail;
  const url = pageUrl(`/${PAGES[type]}/${code}`);
  const blocks: MailBlock[] = [
    { type: 'text', text: quote === undefined ? sentence : sentence.replace(/: .*$/s, ':') },
    ...(quote === undefined ? [] : [{ type: 'quote', text: quote } as const]),
    ...(facts.length > 0 ? [{ type: 'facts', items: facts } as const] : []),
    ...(url ? [{ type: 'link', text: `Open ${code}`, url } as const] : []),
    { type: 'footer', text: footer(news) },
  ];
  return {
    kind: 'notification',
    to: [{ name: told.name, address: told.email }],
    // The same for all mails about one row: clients show them as one conversation.
    subject: `${code} ${title}`,
    blocks,
    about: { type, id },
    forUser: told.userId,
  };
}
