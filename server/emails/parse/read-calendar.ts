import { cleanLine, cleanText, clip } from './clean-text.ts';
import type { CalendarInvite } from './parsed-message.ts';

type Property = { name: string; params: Record<string, string>; value: string };

const MAX = 512 * 1024;

function parseLine(line: string): Property | null {
  const match = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/s.exec(
    line,
  );
  if (!match) return null;
  const params: Record<string, string> = {};
  for (const param of match[2]!.matchAll(/;([A-Za-z0-9-]+)=("[^"]*"|[^";]*)/g)) {
    params[param[1]!.toUpperCase()] = param[2]!.replace(/^"|"$/g, '');
  }
  return { name: match[1]!.toUpperCase(), params, value: match[3]! };
}

const plain = (property: Property | undefined, limit: number): string | null => {
  if (!property) return null;
  const text = property.value.replace(/\\([nN,;\\])/g, (_, character: string) =>
    /n/i.test(character) ? '\n' : character,
  );
  return clip(cleanText(text).trim(), limit) || null;
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formatters are dear to make; a mailbox sees few zones. Throws RangeError on an unknown zone. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  if (formats.size > 50) formats.clear();
  formats.set(timeZone, format);
  return format;
}

/** A local time in a named zone as an ISO instant; null when Intl does not know the zone. */
function zonedInstant(local: string, timeZone: string): string | null {
  try {
    const guess = Date.parse(`${local}Z`);
    const format = formatIn(timeZone);
    let instant = guess;
    for (let i = 0; i < 2; i++) instant -= Date.parse(`${format.format(instant).replace(' ', 'T')}Z`) - guess;
    return new Date(instant).toISOString();
  } catch {
    return null;
  }
}

function time(property: Property | undefined): { value: string | null; timeZone: string | null; allDay: boolean } {
  const parts = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?/.exec(property?.value.trim() ?? '');
  if (!parts) return { value: null, timeZone: null, allDay: false };
  const date = `${parts[1]}-${parts[2]}-${parts[3]}`;
  if (Number.isNaN(Date.parse(`${date}T00:00:00Z`))) return { value: null, timeZone: null, allDay: false };
  if (!parts[4]) return { value: date, timeZone: null, allDay: true };
  const local = `${date}T${parts[4]}:${parts[5]}:${parts[6] ?? '00'}`;
  if (Number.isNaN(Date.parse(`${local}Z`))) return { value: null, timeZone: null, allDay: false };
  if (parts[7]) return { value: new Date(`${local}Z`).toISOString(), timeZone: 'UTC', allDay: false };
  const timeZone = property?.params['TZID'] ?? null;
  return { value: (timeZone && zonedInstant(local, timeZone)) ?? local, timeZone, allDay: false };
}

/** The first event of an iCalendar text (RFC 5545) with its method (RFC 5546); null when there is none. */
export function readCalendar(text: string, declaredMethod: string | null): CalendarInvite | null {
  const lines = text
    .slice(0, MAX)
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/);
  let method = (declaredMethod ?? '').toUpperCase();
  let seen = false;
  const stack: string[] = [];
  const event = new Map<string, Property>();
  for (const line of lines) {
    const property = parseLine(line);
    if (!property) continue;
    if (property.name === 'BEGIN') {
      const component = property.value.trim().toUpperCase();
      stack.push(component);
      if (component === 'VCALENDAR') seen = true;
      continue;
    }
    if (property.name === 'END') {
      if (stack.pop() === 'VEVENT') break;
      continue;
    }
    const inside = stack.at(-1);
    if (inside === 'VCALENDAR' && property.name === 'METHOD') method = property.value.trim().toUpperCase();
    if ((inside === 'VEVENT' || inside === 'VTODO') && !event.has(property.name)) event.set(property.name, property);
  }
  if (!seen) return null;
  const start = time(event.get('DTSTART'));
  const end = time(event.get('DTEND'));
  const organizer = event.get('ORGANIZER');
  const address = organizer ? cleanLine(organizer.value.replace(/^mailto:/i, '')) : '';
  return {
    method: cleanLine(method) || 'PUBLISH',
    uid: plain(event.get('UID'), 500),
    summary: plain(event.get('SUMMARY'), 1000),
    description: plain(event.get('DESCRIPTION'), 20_000),
    location: plain(event.get('LOCATION'), 1000),
    organizer: address
      ? { name: cleanLine(organizer?.params['CN'] ?? '') || null, address: clip(address, 1000) }
      : null,
    start: start.value,
    end: end.value,
    timeZone: start.timeZone === null ? null : cleanLine(start.timeZone),
    allDay: start.allDay,
  };
}
