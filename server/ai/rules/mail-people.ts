import type { ReadableMessage } from '../../emails/parse/parsed-message.ts';
import { domainOf, isWithin } from '../../emails/domain-likeness.policy.ts';
import { foldText } from './fold-text.ts';
import type { WorldView } from './understanding.ts';

export type MailPerson = { email: string; name: string; internal: boolean };

/** Who takes part in a message, and names to people. */
export type MailPeople = {
  sender: MailPerson | null;
  /** Addressees in the order of To, then Cc; lists and mailboxes that are nobody's left out of ours. */
  to: MailPerson[];
  cc: MailPerson[];
  /** The person a word or two at a place of a folded text name; words in capitals or of two parts only. */
  nameAt: (text: string, folded: string, at: number) => { person: MailPerson; end: number } | null;
  /** The name of an address; the address where nobody of it is known. */
  nameOf: (email: string) => string;
  /** Whether a word is our company's name ("Northgate to provide"). */
  isOurs: (word: string) => boolean;
};

const WORD = /[\p{L}][\p{L}'’.-]*/uy;
const TITLE =
  /^(?:mr|mrs|ms|miss|dr|herr|herrn|frau|senor|senora|sr|sra|monsieur|madame|mme|sig|signor|signora|pan|pani)$/;

const partsOf = (name: string) =>
  foldText(name)
    .replace(/[^\p{L}\s'-]/gu, ' ')
    .split(/\s+/)
    .filter((part) => part.length > 1);

function wordAt(folded: string, at: number): { word: string; end: number } | null {
  WORD.lastIndex = at;
  const found = WORD.exec(folded)?.[0].replace(/(?:'s|[.'-]+)$/, '');
  return found ? { word: found, end: at + found.length } : null;
}

/** People of a message and of the world by first name, surname (after "Mr"), whole name or short form. */
export function mailPeople(message: ReadableMessage, world: WorldView): MailPeople {
  const active = new Map(world.people.filter((one) => one.active).map((one) => [one.email.toLowerCase(), one]));
  const isOurAddress = (email: string) => {
    const domain = domainOf(email);
    return active.has(email) || (domain !== null && world.internalDomains.some((ours) => isWithin(domain, ours)));
  };
  const personOf = ({ name, address }: { name: string | null; address: string }): MailPerson => {
    const email = address.toLowerCase();
    const shown = active.get(email)?.name ?? name ?? '';
    const local = email.slice(0, Math.max(email.indexOf('@'), 0));
    return {
      email,
      name: shown || local.replace(/[._]/g, ' ').replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase()),
      internal: isOurAddress(email),
    };
  };
  const addressees = (list: ReadableMessage['to']) =>
    list
      .slice(0, 100)
      .map(personOf)
      .filter((one) => !one.internal || active.has(one.email));
  const sender = message.from ? personOf(message.from) : null;
  const to = addressees(message.to);
  const cc = addressees(message.cc);
  const present = [...to, ...cc, ...(sender ? [sender] : [])];
  const everybody = [
    ...present,
    ...[...active.values()].map((one) => ({ email: one.email.toLowerCase(), name: one.name, internal: true })),
  ];
  const first = new Map<string, MailPerson>();
  const last = new Map<string, MailPerson>();
  for (const one of everybody) {
    const parts = partsOf(one.name);
    if (parts[0] && !first.has(parts[0])) first.set(parts[0], one);
    const surname = parts.at(-1);
    if (surname && parts.length > 1 && !last.has(surname)) last.set(surname, one);
  }
  const shortForm = (word: string) =>
    word.length < 3 ? null : (present.find((one) => partsOf(one.name)[0]?.startsWith(word)) ?? null);
  const ourNames = new Set(
    [...world.internalDomains.map((domain) => domain.split('.')[0]!), ...partsOf(world.company ?? '').slice(0, 1)].map(
      foldText,
    ),
  );
  return {
    sender,
    to,
    cc,
    nameOf: (email) => everybody.find((one) => one.email === email.toLowerCase())?.name || email,
    isOurs: (word) => ourNames.has(word),
    nameAt(text, folded, at) {
      const one = wordAt(folded, at);
      if (!one) return null;
      const next = wordAt(folded, one.end + (folded[one.end] === '.' ? 2 : 1));
      if (TITLE.test(one.word)) {
        const person = next && (last.get(next.word) ?? first.get(next.word));
        return person && next ? { person, end: next.end } : null;
      }
      if (text[at] === folded[at] && !/^[,:]/.test(folded.slice(one.end)) && !/[\u3400-\u9fff]/.test(one.word))
        return null;
      const person = first.get(one.word) ?? last.get(one.word) ?? shortForm(one.word);
      if (!person) return null;
      const whole = next !== null && partsOf(person.name).at(-1) === next.word && folded[one.end] === ' ';
      return { person, end: whole ? next.end : one.end };
    },
  };
}
