import type { DateContext } from './date-patterns.ts';
import type { MailPeople, MailPerson } from './mail-people.ts';
import type { Request } from './request.ts';

/** What the finders of requests know of the message. */
export type RequestContext = { people: MailPeople; dates: DateContext };

/** A stretch of a sentence that asks; `bodyStart`: where what is asked begins. */
export type Piece = {
  start: number;
  end: number;
  bodyStart: number;
  kind: Request['kind'];
  who: MailPerson | null;
  weak: boolean;
};
