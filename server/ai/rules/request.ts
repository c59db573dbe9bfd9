import type { DateHit } from './find-dates.ts';
import type { MailPerson } from './mail-people.ts';
import type { Sentence } from './split-sentences.ts';

/** Somebody is asked, or says, to do something: where it stands and whom it names. */
export type Request = {
  sentence: Sentence;
  /** Place within the sentence. */
  start: number;
  end: number;
  kind: 'request' | 'need' | 'question' | 'promise';
  /** Whoever the sentence names as the doer. */
  who: MailPerson | null;
  /** Its object is "it" or "them": what is meant stands before. */
  pronoun: boolean;
  /** It has no object at all: "Please confirm by Friday." */
  bare: boolean;
  /** Only a task when nothing clearer is asked. */
  weak: boolean;
  dates: DateHit[];
  /** When it is due, where a column of its own says so. */
  due?: string | null;
};
